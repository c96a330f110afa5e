
"""Invented agency texts, and what newspapers do to such texts: for the tests of sketches and duplicates."""

from __future__ import annotations

import random

STATES = ["نيريدا", "ساحل المرجان", "جزر الكهرمان", "بلاد الضفاف", "مملكة الرمال", "اتحاد الخلجان", "جمهورية السهوب", "إمارة اللؤلؤ"]
PEOPLE = ["سالم الأمين", "ليلى حداد", "نادر بن يوسف", "هدى المنصوري", "طارق العابد", "رنا الشيخ", "كمال زيدان", "منى الفارس", "وائل درويش", "سعاد النجار"]
OFFICES = ["وزير الخارجية", "رئيسة الوزراء", "المبعوث الخاص", "السفيرة", "مستشار الأمن القومي", "رئيس البرلمان", "وزيرة التجارة", "المتحدثة باسم الحكومة"]
PLACES = ["العاصمة", "المدينة الساحلية", "المنطقة الحدودية", "ميناء الشمال", "قصر المؤتمرات", "مقر الوزارة", "المطار الدولي", "جزيرة السلام"]
THINGS = ["الربط الكهربائي", "ترسيم الحدود البحرية", "مكافحة التهريب", "تبادل السجناء", "صيد الأسماك", "الرحلات الجوية", "خط الأنابيب", "المنح الدراسية", "إعفاء البضائع من الرسوم", "حماية الآثار", "مياه النهر المشترك", "إعادة اللاجئين"]
DEEDS = ["بحث", "وقع", "أرجأ", "رفض", "أعلن", "اقترح", "أكد", "انتقد", "راجع", "أقر", "ناقش", "استأنف"]
WAYS = ["في جلسة مغلقة استمرت أربع ساعات", "وسط إجراءات أمنية مشددة", "بحضور ممثلين عن الأمم المتحدة", "بعد وساطة لم يعلن عنها", "رغم اعتراض كتلة المعارضة", "على هامش المنتدى السنوي", "خلال اتصال هاتفي مطول", "في بيان مقتضب نشر ليلا", "أمام عدد كبير من الصحفيين", "قبيل مغادرته البلاد"]
RESULTS = ["وهو ما لقي ترحيبا حذرا", "من دون أن يحدد موعدا للتنفيذ", "على أن تبدأ اللجان عملها مطلع الشهر", "واصفا الخطوة بأنها تاريخية", "مشيرا إلى أن التفاصيل ستعلن لاحقا", "فيما طالبت النقابات بضمانات مكتوبة", "بكلفة تقدر بنحو 430 مليون دولار", "وفق ما نقلته الصحافة المحلية", "لتجاوز أزمة دامت تسع سنوات", "بانتظار مصادقة البرلمان عليه"]
LINKS = ["وقال", "وأضاف", "من جانبه قال", "وأوضح", "في المقابل قال", "وتابع", "إلى ذلك أعلن", "وذكر", "وفي السياق ذاته قال", "وكشف"]
SPELL = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}


def sentence(rng: random.Random) -> str:
    """One sentence of a story."""
    who, where = f"{rng.choice(OFFICES)} في {rng.choice(STATES)} {rng.choice(PEOPLE)}", f"{rng.choice(PLACES)} بـ{rng.choice(STATES)}"
    return (
        f"{rng.choice(LINKS)} {who} إنه {rng.choice(DEEDS)} في {where} ملف {rng.choice(THINGS)} مع {rng.choice(OFFICES)} {rng.choice(PEOPLE)} "
        f"{rng.choice(WAYS)}، {rng.choice(RESULTS)}، ثم {rng.choice(DEEDS)} كذلك ملف {rng.choice(THINGS)} {rng.choice(WAYS)}."
    )


def story(seed: int, sentences: int = 9) -> list[str]:
    """The paragraphs of a story: another seed, another story of the same topic and the same phrases."""
    rng = random.Random(f"story-{seed}")
    return [sentence(rng) for _ in range(sentences)]


def cut(story: list[str], rng: random.Random) -> list[str]:
    return story[: rng.randint(max(3, len(story) * 2 // 5), len(story) - 1)]


def reordered(story: list[str], rng: random.Random) -> list[str]:
    rest = story[1:]
    rng.shuffle(rest)
    return [story[0], *rest]


def added(story: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(1, len(story) + 1)
    return [*story[:at], sentence(random.Random(rng.random())), *story[at:]]


def respelled(story: list[str], rng: random.Random) -> list[str]:
    """Hamzas, ta marbuta and alef maqsura left out, digits in the other set, a mark here and there."""
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    return ["".join(SPELL.get(c, c) if rng.random() < 0.8 else c for c in p).translate(digits).replace("بين", "بيْن") for p in story]


def retouched(story: list[str], rng: random.Random) -> list[str]:
    """A desk changes a word in twenty."""
    return [" ".join(w if rng.random() > 0.05 else rng.choice(OFFICES).split()[0] for w in p.split()) for p in story]


def signed(story: list[str], rng: random.Random) -> list[str]:
    return [f"العاصمة - وكالات - {story[0]}", *story[1:], "(رويترز)"]


CHANGES = (cut, reordered, added, respelled, retouched, signed)
