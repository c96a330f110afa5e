"""Generates the written forms of the Arabic verbs into verb_forms.tsv.

The conjugation is that of the package `mazini` (CC BY 4.0); what is stored is the plain spelling,
without vowel signs and with hamza. Run it after editing verbs.tsv; with --check it writes nothing
and fails when the stored file is not what it would write.

It reads verbs.tsv and verb_overrides.tsv. The notes of verbs.tsv are `;`-separated: for form I the
vowels of perfect and imperfect ("a~u"); `reduced` for اتخذ and its like; the masdar where the
pattern does not give it; `ap=`, `pp=`, `pass=` with the forms to keep, or none, where the regular
ones are other words first (موقع is a site, مدينة a city, مصر Egypt).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import mazini

FOLDER = Path(__file__).resolve().parent.parent / "src" / "marsad" / "language" / "ar"
COLUMNS = (
    "lemma",
    "perfect",
    "imperfect",
    "passive",
    "active_participle",
    "passive_participle",
    "masdar",
)
# No feminine plural: neither states nor ministries are one, and عدن and أبين are its forms. Of the
# passive only the third person; the first person of forms I, II and IV looks like common nouns.
PERFECT = IMPERFECT = ("3ms", "3fs", "3md", "3fd", "3mp", "1s", "1p")
PASSIVE = ("3ms", "3fs", "3md", "3fd", "3mp")
FEMININE = ("ة", "ات", "تان", "تين")
WITHOUT_I = ("I", "II", "IV")
MOODS = ("ind", "sub", "juss")
_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")
_TANWIN_KASR = "\u064d"


class VerbError(ValueError):
    """A row of verbs.tsv or of the overrides that cannot be used; the message names it."""


@dataclass(frozen=True)
class Verb:
    """A row of verbs.tsv; ``code`` is mazini's name of the pattern ("I/a~u", "VIII")."""

    lemma: str
    root: str
    code: str
    masdars: tuple[str, ...] = ()
    reduced: bool = False
    active_participles: tuple[str, ...] | None = None
    passive_participles: tuple[str, ...] | None = None
    passives: tuple[str, ...] | None = None
    imperfects: tuple[str, ...] | None = None


def plain(form: str) -> str:
    """A vocalised form as newspapers write it."""
    return _SIGNS.sub("", form.replace("ٱ", "ا"))


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a TSV file without header and comments, each padded to the header's width."""
    lines = path.read_text(encoding="utf-8").splitlines()
    width = len(lines[0].split("\t"))
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > width:
            raise VerbError(f"{path.name}:{number}: {len(cells)} cells, the header has {width}")
        yield cells + [""] * (width - len(cells))


def read_verbs(path: Path) -> list[Verb]:
    """The verbs of verbs.tsv; VerbError on a lemma told twice."""
    verbs: dict[str, Verb] = {}
    for lemma, root, form, notes in rows(path):
        if lemma in verbs:
            raise VerbError(f"{path.name}: {lemma} stands twice")
        verb = Verb(lemma, root, form)
        for note in filter(None, map(str.strip, notes.split(";"))):
            key, equals, words = note.partition("=")
            chosen = tuple(filter(None, words.split("|")))
            if re.fullmatch("[aiu]~[aiu]", note):
                verb = replace(verb, code=f"{form}/{note}")
            elif note == "reduced":
                verb = replace(verb, reduced=True)
            elif not equals:
                verb = replace(verb, masdars=tuple(note.split("|")))
            elif key == "ap":
                verb = replace(verb, active_participles=chosen)
            elif key == "pp":
                verb = replace(verb, passive_participles=chosen)
            elif key == "pass":
                verb = replace(verb, passives=chosen)
            elif key == "imp":
                verb = replace(verb, imperfects=chosen)
            else:
                raise VerbError(f"{path.name}: {lemma}: unknown note {note!r}")
        verbs[lemma] = verb
    return list(verbs.values())


def participles(vocalised: str) -> list[str]:
    """All genders, numbers and cases of a participle given as the vocalised masculine singular."""
    base = plain(vocalised)
    if _TANWIN_KASR in vocalised[-2:]:  # داعٍ, متلقٍّ: the weak letter returns before every ending
        stem = (base[:-1] + "ئ" if base.endswith("ء") else base) + "ي"
        short = base[:-1] + "ؤ" if base.endswith("ء") else base
        return [base, stem, *_endings(stem, plural=(short + "ون", stem + "ن"))]
    if base.endswith("ى"):  # ملقى
        bare = base[:-1]
        fem = bare + "اة"
        return [base, fem, bare + "اتان", bare + "اتين", bare + "يان", bare + "يين",
                bare + "ون", bare + "ين", bare + "يات"]  # fmt: skip
    if base.endswith("اء"):  # مستاء
        stem = base[:-1]
        rest = ("ءة", "ءان", "ءين", "ءتان", "ءتين", "ؤون", "ئين", "ءات")
        return [base, *(stem + ending for ending in rest)]
    if base.endswith("أ"):  # مهنأ
        stem = base[:-1]
        return [base, base + "ة", stem + "آن", base + "ين", base + "تان", base + "تين",
                stem + "ؤون", stem + "آت"]  # fmt: skip
    stem = base[:-1] + "ئ" if base.endswith(("يء", "ئ")) else base  # مسيء, مسيئة
    if base.endswith("وء"):  # مملوء, مملوءة
        stem = base
    return [base, *_endings(stem, plural=(stem + "ون", stem + "ين"))]


def _endings(stem: str, plural: tuple[str, str]) -> list[str]:
    """Accusative, feminine, duals and plurals on a stem that takes them unchanged."""
    return [stem + "ا", stem + "ة", stem + "ان", stem + "ين", stem + "تان", stem + "تين",
            *plural, stem + "ات"]  # fmt: skip


def masdars(verb: Verb, conjugation: mazini.Conjugation) -> list[str]:
    """The verbal nouns with their indefinite accusative; those of verbs.tsv where it tells some."""
    told = verb.masdars or tuple(plain(form.form) for form in conjugation.slots.get("vn", []) if form.form != "?")
    found: list[str] = []
    for noun in told:
        found.append(noun)
        if not verb.masdars and conjugation.weakness == "final-weak" and noun[-1] not in "ةءيىا":
            found.append(noun + "ي")  # تلقٍّ, التلقي
            noun += "ي"
        if not noun.endswith(("ة", "اء", "ى", "ا")):
            found.append(noun[:-1] + "ئا" if noun.endswith("يء") else noun + "ا")
    return found


def conjugate(verb: Verb) -> list[str]:
    """The cells of a verb's row; VerbError when the package's forms do not hold the lemma."""
    try:
        conjugation = mazini.conjugate(verb.root, verb.code, reduced=verb.reduced)
    except mazini.MaziniError as error:
        raise VerbError(f"{verb.lemma}: {error}") from error

    def slots(names: Iterable[str]) -> list[str]:
        return [plain(f.form) for name in names for f in conjugation.slots.get(name, [])]

    perfect = slots(f"past_{person}" for person in PERFECT)
    if verb.lemma not in slots(["past_3ms"]):
        raise VerbError(f"{verb.lemma}: {verb.root} {verb.code} gives {perfect[:1]}")
    # the uncontracted jussive of doubled roots (يشنن beside يشن) is no longer written
    moods = MOODS[:2] if conjugation.weakness == "geminate" else MOODS
    persons = [p for p in IMPERFECT if p != "1s" or conjugation.verb_form not in WITHOUT_I]
    imperfect = slots(f"{mood}_{person}" for mood in moods for person in persons)
    passive = slots(f"past_pass_{person}" for person in PASSIVE)
    passive += slots(f"{mood}_pass_{person}" for mood in moods for person in PASSIVE)
    if verb.imperfects is not None:
        imperfect = list(verb.imperfects)
    if verb.passives is not None:
        passive = list(verb.passives)
    active_participle, passive_participle = (
        [w for f in conjugation.slots.get(slot, []) if f.form != "?" for w in participles(f.form)]
        if chosen is None
        else list(chosen)
        for slot, chosen in (
            ("ap", verb.active_participles),
            ("pp", verb.passive_participles),
        )
    )
    if conjugation.verb_form == "III":  # مطالبة is the masdar first
        active_participle = [w for w in active_participle if not w.endswith(FEMININE)]
    columns = (perfect, imperfect, passive, active_participle, passive_participle)
    nouns = masdars(verb, conjugation)
    return [verb.lemma, *("|".join(dict.fromkeys(c)) for c in (*columns, nouns))]


def build(folder: Path) -> str:
    """The text of verb_forms.tsv for the verbs of ``folder``; an override replaces a whole row."""
    overrides = {row[0]: row for row in rows(folder / "verb_overrides.tsv")}
    verbs = read_verbs(folder / "verbs.tsv")
    unknown = overrides.keys() - {verb.lemma for verb in verbs}
    if unknown:
        raise VerbError(f"verb_overrides.tsv: not in verbs.tsv: {', '.join(sorted(unknown))}")
    lines = ["\t".join(COLUMNS), "# Generated by tools/build_verbs.py with mazini (CC BY 4.0)."]
    for verb in verbs:
        lines.append("\t".join(overrides.get(verb.lemma) or conjugate(verb)))
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """The command line: 0 when done, 1 when --check finds a difference or a row is wrong."""
    parser = argparse.ArgumentParser(description="Generate verb_forms.tsv from verbs.tsv.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail on a difference")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="the language pack")
    options = parser.parse_args(arguments)
    try:
        text = build(options.folder)
    except VerbError as error:
        print(error, file=sys.stderr)
        return 1
    target: Path = options.folder / "verb_forms.tsv"
    if not options.check:
        target.write_text(text, encoding="utf-8")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return 0
    print(f"{target} is not up to date: run tools/build_verbs.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
