"""The Arabic words of events: what each act's words tell by the rules alone, and the forms of the verbs."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from marsad.coding.reading import Reading, Tools
from marsad.model import Article
from marsad.ontology import ACTS

ROOT = Path(__file__).parents[1]
PACK = ROOT / "src" / "marsad" / "language" / "ar"
TOOLS = replace(Tools.of("ar"), judge=None)

# A sentence, then an event that it tells: act, status, parties (of a mutual act), or source > target.
SENTENCES = """
زار وزير الخارجية المصري تركيا أمس.
    visit happened EGY > TUR
حط الرئيس الفرنسي الرحال في الجزائر في زيارة رسمية.
    visit happened FRA > DZA
وصل إلى مسقط أمس وزير الدفاع الهندي في زيارة تستغرق يومين.
    visit happened IND > OMN
أرجأ الرئيس الإيراني زيارته إلى تركيا.
    visit denied IRN > TUR
قام وفد برلماني كويتي بزيارة إلى اليابان.
    visit happened KWT > JPN
سيتوجه رئيس الوزراء العراقي إلى طهران الأسبوع المقبل.
    visit planned IRQ > IRN
أجرى وزير الدفاع السعودي محادثات مع نظيره الفرنسي.
    meet happened SAU FRA
اجتمع الرئيس التونسي مع رئيس الوزراء الإيطالي في تونس.
    meet happened TUN ITA
اختلى الملك المغربي بالرئيس الفرنسي.
    meet happened MAR FRA
عقد وزير الخارجية الروسي جلسة مباحثات مع وزير الخارجية السوري.
    meet happened RUS SYR
اجتمع وزير الخارجية الإماراتي مع نظيره الهندي.
    meet happened ARE IND
هاتف الرئيس الأمريكي رئيس الوزراء الإسرائيلي.
    call happened USA ISR
أجرى وزير الخارجية القطري اتصالا هاتفيا مع وزير الخارجية الإيراني.
    call happened QAT IRN
تلقى الرئيس اللبناني مكالمة هاتفية من الرئيس الفرنسي.
    call happened LBN FRA
تحادث وزير الخارجية الجزائري هاتفيا مع نظيره الإسباني.
    call happened DZA ESP
تسلم الرئيس السوري رسالة خطية من الملك الأردني.
    message happened JOR > SYR
وجه الرئيس العراقي رسالة إلى الرئيس المصري.
    message happened IRQ > EGY
أبرق الرئيس التونسي إلى الرئيس الصيني معزيا.
    message happened TUN > CHN
وجه الرئيس الجزائري برقية تهنئة إلى الرئيس التركي.
    message happened DZA > TUR
دعا الملك المغربي الرئيس الإسباني لزيارة الرباط.
    invite happened MAR > ESP
وجه الرئيس الصيني دعوة إلى الرئيس الجزائري لزيارة بكين.
    invite happened CHN > DZA
وجهت مصر دعوة إلى العراق للمشاركة في القمة.
    invite happened EGY > IRQ
دعت قطر الرئيس التركي لحضور القمة.
    invite happened QAT > TUR
وجهت الأردن دعوة إلى سوريا لحضور الاجتماع.
    invite happened JOR > SYR
توسطت قطر بين فرنسا وإيران.
    mediate happened QAT > FRA IRN
قادت الكويت وساطة بين السعودية وقطر.
    mediate happened KWT > SAU QAT
عرضت الجزائر وساطتها بين مصر وإثيوبيا.
    mediate happened DZA > EGY ETH
رعت الصين مفاوضات بين السعودية وإيران.
    mediate happened CHN > SAU IRN
افتتحت الإمارات سفارتها في كييف.
    open_mission happened ARE > UKR
أعادت تونس فتح سفارتها في طرابلس.
    open_mission happened TUN > LBY
ستفتح السنغال قنصلية لها في الرباط.
    open_mission planned SEN > MAR
دشنت قطر سفارة جديدة في رواندا.
    open_mission happened QAT > RWA
أغلقت بريطانيا سفارتها في صنعاء.
    close_mission happened GBR > YEM
أوصدت فرنسا سفارتها في دمشق.
    close_mission happened FRA > SYR
أخلت الولايات المتحدة سفارتها في الخرطوم.
    close_mission happened USA > SDN
قررت هولندا إغلاق سفارتها في طرابلس.
    close_mission planned NLD > LBY
عينت الأردن سفيرا لها لدى سوريا.
    appoint_envoy happened JOR > SYR
قدم السفير الهندي لدى مصر أوراق اعتماده.
    appoint_envoy happened IND > EGY
أعادت الكويت سفيرها إلى بيروت.
    appoint_envoy happened KWT > LBN
سمت فرنسا سفيرا جديدا لدى لبنان.
    appoint_envoy happened FRA > LBN
عينت السعودية سفيرا جديدا لدى العراق.
    appoint_envoy happened SAU > IRQ
استدعت الجزائر سفيرها لدى فرنسا للتشاور.
    recall_envoy happened DZA > FRA
سحبت البحرين سفيرها من العراق.
    recall_envoy happened BHR > IRQ
استدعى المغرب القائم بأعماله في طهران.
    recall_envoy happened MAR > IRN
قررت السعودية سحب سفيرها من كندا.
    recall_envoy planned SAU > CAN
استدعت الخارجية العراقية السفير التركي.
    summon_envoy happened IRQ > TUR
استدعت باريس القائم بالأعمال الإيراني.
    summon_envoy happened FRA > IRN
استدعت وزارة الخارجية الأردنية السفيرة السويدية.
    summon_envoy happened JOR > SWE
استدعي السفير الروسي في لندن إلى وزارة الخارجية البريطانية.
    summon_envoy happened GBR > RUS
طردت ألمانيا دبلوماسيين روسيين.
    expel_envoy happened DEU > RUS
أمهلت مصر السفير التركي يومين لمغادرة البلاد.
    expel_envoy happened EGY > TUR
أعلنت السعودية السفير الكندي شخصا غير مرغوب فيه.
    expel_envoy happened SAU > CAN
قررت النيجر طرد السفير الفرنسي.
    expel_envoy planned NER > FRA
أقامت الإمارات علاقات دبلوماسية مع إسرائيل.
    establish_relations happened ARE ISR
استأنفت السعودية وإيران علاقاتهما الدبلوماسية.
    establish_relations happened SAU IRN
طوت تركيا صفحة الخلاف مع مصر.
    establish_relations happened TUR EGY
تطبيع العلاقات بين تركيا وأرمينيا.
    establish_relations happened TUR ARM
قطعت السودان علاقاتها الدبلوماسية مع إيران.
    sever_relations happened SDN > IRN
خفضت تركيا تمثيلها الدبلوماسي مع إسرائيل.
    sever_relations happened TUR > ISR
علقت كينيا التعاون مع إثيوبيا.
    sever_relations happened KEN > ETH
انسحبت الولايات المتحدة من الاتفاق النووي مع إيران.
    sever_relations happened USA > IRN
اعترفت إسبانيا بدولة فلسطين.
    recognise happened ESP > PSE
أعلنت النرويج الاعتراف الرسمي بدولة فلسطين.
    recognise happened NOR > PSE
تعترف السويد رسميا بدولة فلسطين.
    recognise happened SWE > PSE
اعترفت فرنسا بدولة كوسوفو.
    recognise happened FRA > XKX
وقعت مصر وقبرص اتفاقية ترسيم الحدود.
    sign happened EGY CYP
أبرمت العراق عقدا مع الصين.
    sign happened IRQ CHN
تم توقيع مذكرة تفاهم بين عمان والهند.
    sign happened OMN IND
أمضت تونس وليبيا اتفاقية تعاون.
    sign happened TUN LBY
صادق البرلمان التركي على اتفاقية التعاون مع قطر.
    sign happened TUR QAT
اتفقت السعودية وإيران على استئناف الحوار.
    agree happened SAU IRN
توصلت لبنان وإسرائيل إلى اتفاق على ترسيم الحدود.
    agree happened LBN ISR
أبدت روسيا استعدادها للتعاون مع مصر.
    agree happened RUS > EGY
اتفق الأردن مع العراق على تعزيز التعاون.
    agree happened JOR IRQ
أجرت تركيا مناورات مشتركة مع باكستان.
    cooperate happened TUR PAK
تبادلت ألمانيا المعلومات مع المغرب.
    cooperate happened DEU MAR
نفذت القوات المصرية تدريبا مشتركا مع القوات اليونانية.
    cooperate happened EGY GRC
شاركت مصر في مناورات مشتركة مع السودان.
    cooperate happened EGY SDN
قدمت السعودية مساعدات إنسانية إلى أوكرانيا.
    aid happened SAU > UKR
أرسلت الكويت قافلة مساعدات إلى السودان.
    aid happened KWT > SDN
زودت الولايات المتحدة أوكرانيا بالأسلحة.
    aid happened USA > UKR
أقامت قطر جسرا جويا لنقل المساعدات إلى تركيا.
    aid happened QAT > TUR
أشاد الرئيس الفرنسي بدور مصر.
    praise happened FRA > EGY
رحبت قطر بقرار إيران.
    praise happened QAT > IRN
هنأ الرئيس التركي الرئيس الأذربيجاني بمناسبة اليوم الوطني.
    praise happened TUR > AZE
أعربت الأردن عن تضامنها مع المغرب.
    praise happened JOR > MAR
أثنى وزير الخارجية الياباني على السعودية.
    praise happened JPN > SAU
دعت روسيا إسرائيل إلى ضبط النفس.
    request happened RUS > ISR
طالبت سوريا تركيا بسحب قواتها.
    request happened SYR > TUR
حضت فرنسا إيران على الإفراج عن المعتقلين.
    request happened FRA > IRN
حثت ألمانيا صربيا على الحوار.
    request happened DEU > SRB
اتهمت إثيوبيا مصر بزعزعة الاستقرار.
    accuse happened ETH > EGY
أدانت قطر إسرائيل بشدة.
    accuse happened QAT > ISR
تهجم الرئيس الإيراني على السعودية.
    accuse happened IRN > SAU
حملت سوريا إسرائيل مسؤولية الهجوم.
    accuse happened SYR > ISR
انتقدت ألمانيا روسيا.
    accuse happened DEU > RUS
ندد وزير الخارجية التركي بإسرائيل.
    accuse happened TUR > ISR
نفت موسكو اتهامات واشنطن.
    reject happened RUS > USA
عارضت تركيا انضمام السويد.
    reject happened TUR > SWE
نفت إيران مزاعم إسرائيل.
    reject happened IRN > ISR
رفضت سوريا اتهامات تركيا.
    reject happened SYR > TUR
هددت إيران إسرائيل برد قاس.
    threaten happened IRN > ISR
حذرت مصر إثيوبيا من مغبة ملء السد.
    threaten happened EGY > ETH
توعدت تركيا سوريا بالرد.
    threaten happened TUR > SYR
أمهلت فرنسا النيجر ثلاثة أيام.
    threaten happened FRA > NER
فرضت الولايات المتحدة عقوبات على روسيا.
    sanction happened USA > RUS
حظرت الصين استيراد القمح من أستراليا.
    sanction happened CHN > AUS
رفعت تركيا الرسوم الجمركية على الولايات المتحدة.
    sanction happened TUR > USA
فرض الاتحاد الأوروبي عقوبات على سوريا.
    sanction happened EUR > SYR
جمدت فرنسا أرصدة ليبيا.
    sanction happened FRA > LBY
رفعت الولايات المتحدة العقوبات عن السودان.
    yield happened USA > SDN
أفرجت إيران عن بحارة بريطانيين.
    yield happened IRN > GBR
انسحبت القوات السورية من لبنان.
    yield happened SYR > LBN
اعتذرت إسرائيل لتركيا.
    yield happened ISR > TUR
حشدت روسيا قواتها على حدود أوكرانيا.
    mobilise happened RUS > UKR
دفعت تركيا بتعزيزات إلى سوريا.
    mobilise happened TUR > SYR
خرقت طائرات تركية أجواء اليونان.
    mobilise happened TUR > GRC
نشرت الولايات المتحدة صواريخ باتريوت في الأردن.
    mobilise happened USA > JOR
احتجزت إيران ناقلة بريطانية.
    coerce happened IRN > GBR
اعتقلت السلطات المصرية صيادين تونسيين.
    coerce happened EGY > TUN
أغلقت الجزائر مجالها الجوي أمام المغرب.
    coerce happened DZA > MAR
رحلت ليبيا مواطنين مصريين.
    coerce happened LBY > EGY
قصفت إسرائيل سوريا.
    attack happened ISR > SYR
شنت تركيا غارات على العراق.
    attack happened TUR > IRQ
أمطرت إيران إسرائيل بالصواريخ.
    attack happened IRN > ISR
أسقطت تركيا طائرة روسية.
    attack happened TUR > RUS
غزا العراق الكويت.
    attack happened IRQ > KWT
قاطع العراق إسرائيل.
    sanction happened IRQ > ISR
"""
LINES = SENTENCES.strip().splitlines()
CASES = list(zip(LINES[::2], map(str.strip, LINES[1::2]), strict=True))

# Words that look like an act's and tell another or none.
NOT_TOLD = [
    ("استدعت الجزائر سفيرها لدى فرنسا للتشاور.", "summon_envoy"),
    ("سحبت ملاوي اعترافها بالجمهورية التي أعلنتها البوليساريو.", "recognise"),
    ("هاجم وزير الخارجية الإيراني السعودية في تصريحات لاذعة.", "attack"),
    ("أغلقت الجزائر حدودها مع المغرب.", "close_mission"),
    ("قدم وزير المالية المصري استقالته بعد عودته من فرنسا.", "aid"),
    ("مقاطعة حاكم الولاية المجاورة لكندا والولايات المتحدة.", "sanction"),
]

FORMS = {
    "دعا": ("دعت", "يدعو", "تدعو", "دعوا"),
    "نفى": ("نفت", "ينفي", "تنفي", "نفوا"),
    "استدعى": ("استدعت", "استدعي", "استدعيت", "يستدعي"),
    "استأنف": ("استأنفت", "استؤنف", "استؤنفت", "يستأنف"),
    "التقى": ("التقت", "يلتقي", "التقيا", "التقوا"),
    "زار": ("زارت", "يزور", "تزور", "زاروا", "يزر"),
    "أدان": ("أدانت", "يدين", "تدين"),
    "حض": ("حضت", "يحض", "تحض"),
    "هنأ": ("هنأت", "يهنئ", "تهنئ"),
    "تبرأ": ("تبرأت", "يتبرأ", "متبرئ"),
    "أذعن": ("أذعنت", "يذعن", "مذعنا"),
    "التأم": ("التأمت", "يلتئم", "تلتئم"),
    "طوى": ("طوت", "يطوي", "طويا"),
}
# Forms that other words are written like: they would find events where there are none.
LEFT_OUT = {"أمضى": ("يمضي", "تمضي"), "أدخل": ("يدخل", "تدخل"), "اشترك": ("مشترك", "مشتركة")}


def events(text: str) -> list[str]:
    """The events of a text by the rules alone, written like those of the table."""
    reading = Reading(Article(text=text, published=date(2019, 5, 14), language="ar"), TOOLS)
    found = []
    for candidate in (c for told in reading.candidates for c in told if not c.dropped):
        source, target = " ".join(sorted(candidate.source)), " ".join(sorted(candidate.target))
        parties = f"{source} > {target}" if target else source
        found.append(f"{candidate.act} {candidate.status} {parties}")
    return found


def ordered(event: str) -> str:
    """An event of the table with its parties in the order of the alphabet."""
    act, status, parties = event.split(" ", 2)
    sides = [" ".join(sorted(side.split())) for side in parties.split(" > ")]
    return f"{act} {status} {' > '.join(sides)}"


def table(name: str) -> dict[str, list[str]]:
    """The rows of a verb table by lemma."""
    lines = (PACK / name).read_text(encoding="utf-8").splitlines()[1:]
    return {row.split("\t")[0]: row.split("\t") for row in lines if not row.startswith("#")}


@pytest.mark.parametrize(("sentence", "event"), CASES)
def test_sentence(sentence: str, event: str) -> None:
    assert ordered(event) in events(sentence)


def test_every_act_has_sentences() -> None:
    told = [event.split()[0] for _, event in CASES]
    assert {act: told.count(act) for act in ACTS if told.count(act) < 4} == {}


@pytest.mark.parametrize(("sentence", "act"), NOT_TOLD)
def test_not_told(sentence: str, act: str) -> None:
    assert act not in [event.split()[0] for event in events(sentence)]


def test_withdrawn_recognition_severs() -> None:
    told = events("سحبت ملاوي اعترافها بالجمهورية التي أعلنتها البوليساريو.")
    assert "sever_relations happened MWI > ESH" in told


def test_verb_forms_are_up_to_date() -> None:
    tool = [sys.executable, str(ROOT / "tools" / "build_verbs.py"), "--check"]
    done = subprocess.run(tool, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("lemma", FORMS)
def test_forms(lemma: str) -> None:
    written = {form for cell in table("verb_forms.tsv")[lemma][1:] for form in cell.split("|")}
    assert set(FORMS[lemma]) <= written


@pytest.mark.parametrize("lemma", LEFT_OUT)
def test_forms_of_other_words_are_left_out(lemma: str) -> None:
    row = table("verb_forms.tsv")[lemma]
    written = {form for cell in row[1:6] for form in cell.split("|")}
    assert written.isdisjoint(LEFT_OUT[lemma])


def test_triggers_are_well_formed() -> None:
    rows = (PACK / "triggers.tsv").read_text(encoding="utf-8").splitlines()
    head = rows[0].split("\t")
    told: set[str] = set()
    for number, row in enumerate(rows[1:], 2):
        cells = row.split("\t")
        assert len(cells) == len(head), number
        assert cells[0] in ACTS and cells[1] in ("verb", "noun", "phrase"), number
        assert all(cell == cell.strip() and "||" not in cell for cell in cells), number
        assert not cells[6] or 0 < float(cells[6]) < 1, number
        assert row not in told, f"line {number} stands twice"
        told.add(row)
