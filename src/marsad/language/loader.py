"""From the files of a language folder to a LanguagePack."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from typing import Any

from marsad.errors import DataError
from marsad.language.entries import Entry, Frame, Trigger
from marsad.language.pack import LanguagePack
from marsad.language.tables import alternatives, rows, toml
from marsad.language.text import Folder, words


def read_pack(folder: Traversable) -> LanguagePack:
    """Reads all files of a pack; DataError names the file and line of what is wrong."""
    data = toml(folder, "pack.toml")
    fold = Folder(data.get("fold", {}))
    pack = LanguagePack(data, fold)
    _functions(pack, toml(folder, "words.toml"))
    _states(pack, folder)
    _organisations(pack, folder)
    _words(pack, folder)
    _people(pack, folder)
    _offices(pack, folder)
    _triggers(pack, folder)
    pack.times = toml(folder, "times.toml")
    judge = folder / "judge.tsv"
    pack.judge = judge.read_text("utf-8").split("\n") if judge.is_file() else []
    pack.claims = toml(folder, "claims.toml")
    pack.boilerplate = toml(folder, "boilerplate.toml")
    return pack


def _split(pack: LanguagePack, text: str) -> list[str]:
    return [word.norm for word in words(text, pack.fold)]


def _add(pack: LanguagePack, names: Iterable[str], entry: Entry) -> None:
    for name in names:
        norms = _split(pack, name)
        if norms:
            pack.names.add(norms, entry)
        if "-" in norms[1:-1]:  # بان كي-مون, with and without the hyphen
            pack.names.add([n for n in norms if n != "-"], entry)


def _flags(cell: str) -> frozenset[str]:
    return frozenset(part for part in map(str.strip, cell.split(",")) if part)


def _states(pack: LanguagePack, folder: Traversable) -> None:
    for row in rows(folder, "states.tsv", ("code", "names")):
        code = (row["code"],)
        flags = _flags(row.get("flags", ""))
        unless = frozenset(n for a in alternatives(row.get("unless", "")) for n in _split(pack, a))
        gender = pack.gender_of_state(row["code"])
        _add(pack, alternatives(row["names"]), Entry("state", code, flags=flags, unless=unless, gender=gender))
        _add(pack, alternatives(row.get("seats", "")), Entry("seat", code))
        _add(pack, alternatives(row.get("people", "")), Entry("people", code, plural=True))
        for base in alternatives(row.get("nisba", "")):
            _adjective(pack, base, code, flags, unless)
    for row in rows(folder, "cities.tsv", ("code", "english", "names")):
        entry = Entry(
            "city", (row["code"],), name=row["english"], flags=_flags(row.get("flags", "")),
            unless=frozenset(n for a in alternatives(row.get("unless", "")) for n in _split(pack, a)),
            gender="f" if pack.has_gender else "",
        )  # fmt: skip
        _add(pack, alternatives(row["names"]), entry)


def _adjective(
    pack: LanguagePack, base: str, code: tuple[str, ...], flags: frozenset[str], unless: frozenset[str] = frozenset()
) -> None:
    single = Entry("adjective", code, flags=flags, unless=unless)
    many = Entry("people", code, flags=flags, unless=unless, plural=True)
    for forms, plural in pack.morphology.inflect(_split(pack, base)):
        pack.names.add(forms, many if plural else single)


def _organisations(pack: LanguagePack, folder: Traversable) -> None:
    for row in rows(folder, "organisations.tsv", ("code", "names")):
        code, flags = (row["code"],), _flags(row.get("flags", ""))
        for name in alternatives(row["names"]):
            norms = _split(pack, name)
            gender = pack.gender_of_word(norms[0]) if norms else ""
            _add(pack, [name], Entry("organisation", code, flags=flags, gender=gender))
        for base in alternatives(row.get("adjective", "")):
            _adjective(pack, base, code, flags)
    for row in rows(folder, "outlets.tsv", ("code", "names")):
        flags = _flags(row.get("flags", ""))
        if row.get("agency") == "yes":
            flags |= {"agency"}
        entry = Entry("outlet", (row["code"],), name=row.get("english", ""), flags=flags)
        for name in alternatives(row["names"]):
            pack.outlets[pack.outlet_key(name)] = entry
            if "weak" not in flags:
                _add(pack, [name], entry)


def _people(pack: LanguagePack, folder: Traversable) -> None:
    for row in rows(folder, "people.tsv", ("code", "names", "office")):
        try:
            since, until = int(row["since"] or 0), int(row["until"] or 9999)
        except ValueError:
            raise DataError("pack-row", f"people.tsv: since/until of {row['english']} are not years") from None
        full = Entry("person", (row["code"],), row["office"], name=row["english"], since=since, until=until)
        _add(pack, alternatives(row["names"]), full)
        short = Entry(
            "person", (row["code"],), row["office"], name=row["english"], since=since, until=until, short=True
        )
        # a surname that is also an ordinary word would be seen everywhere
        _add(pack, (s for s in alternatives(row["short"]) if not _ordinary(pack, s)), short)


def _ordinary(pack: LanguagePack, name: str) -> bool:
    norms = _split(pack, name)
    if len(norms) != 1:
        return False
    return norms[0] in pack.functions or bool(pack.morphology.readings(norms[0], pack.stop, full=True))


def _offices(pack: LanguagePack, folder: Traversable) -> None:
    for row in rows(folder, "titles.tsv", ("phrases",)):
        flags = _flags(row.get("flags", ""))
        code = tuple(flag[8:] for flag in flags if flag.startswith("country="))
        for phrase in alternatives(row["phrases"]):
            gender = pack.gender_of_word(_split(pack, phrase)[0])
            plural = bool(flags & {"plural", "dual"})
            _add(pack, [phrase], Entry("title", code, row["office"], flags, gender=gender, plural=plural))
    for row in rows(folder, "institutions.tsv", ("phrases",)):
        flags = _flags(row.get("flags", ""))
        for phrase in alternatives(row["phrases"]):
            norms = _split(pack, phrase)
            first = norms[0].removeprefix(pack.morphology.article)
            _add(pack, [phrase], Entry("institution", flags=flags, gender=pack.gender_of_word(first)))


def _words(pack: LanguagePack, folder: Traversable) -> None:
    sets = {"stop": pack.stop, "given": pack.given, "particle": pack.particles}
    for row in rows(folder, "names.tsv", ("words", "kind")):
        if row["kind"] not in sets:
            raise DataError("pack-row", f"names.tsv: kind {row['kind']!r} is none of {', '.join(sets)}")
        sets[row["kind"]].update(n for a in alternatives(row["words"]) for n in _split(pack, a))
    pack.doubtful = pack.stop & pack.given  # a name only after a title: هو جينتاو, but هو = he
    pack.stop -= pack.given
    for row in rows(folder, "sectors.tsv", ("sector", "words")):
        for word in alternatives(row["words"]):
            pack.sectors.add(_split(pack, word), row["sector"])


def _functions(pack: LanguagePack, table: dict[str, Any]) -> None:
    """words.toml into ``functions`` (role, value) and into the name gazetteer where a word stands for a party."""

    def add(phrase: str, role: str, value: str = "") -> None:
        if norms := _split(pack, phrase):
            pack.functions.add(norms, (role, value))

    prepositions = table.get("prepositions", {})
    for word in (*prepositions.get("words", ()), *pack.data.get("clitics", {}).get("prepositions", ())):
        canonical = " ".join(_split(pack, word))
        pack.prepositions[word] = canonical
    pack.prepositions["by"] = "by"
    for word in prepositions.get("words", ()):
        add(word, "preposition", pack.prepositions[word])
    for word, value in prepositions.get("as", {}).items():
        add(word, "preposition", pack.prepositions.get(value, value))
    for word, value in prepositions.get("pronoun", {}).items():
        add(word, "pronoun", pack.prepositions.get(value, value))
    clauses = table.get("clauses", {})
    for role, key in (("opener", "openers"), ("relative", "relatives"), ("conditional", "conditionals")):
        for word in clauses.get(key, ()):
            add(word, role)
    for status, phrases in table.get("status", {}).items():
        for phrase in phrases:
            add(phrase, "status", status)
    reporting = table.get("reporting", {})
    for role, key in (("reporting", "verbs"), ("according", "according"), ("continued", "continued")):
        for word in reporting.get(key, ()):
            add(word, role)
    modifiers = table.get("modifiers", {})
    pack.modifiers = frozenset(n for w in modifiers.get("plain", ()) for n in _split(pack, w))
    pack.former = frozenset(n for w in modifiers.get("former", ()) for n in _split(pack, w))
    pack.links = frozenset(n for w in modifiers.get("links", ()) for n in _split(pack, w))
    anaphors = table.get("anaphors", {})
    _add(pack, anaphors.get("pair", ()), Entry("pair", plural=True))
    _add(pack, anaphors.get("own", ()), Entry("own"))
    for word, codes in anaphors.get("common", {}).items():
        _add(pack, [word], Entry("common", tuple(codes), gender=pack.gender_of_word(pack.fold(word))))
    _add(pack, table.get("honorifics", {}).get("words", ()), Entry("honorific"))
    _add(pack, table.get("places", {}).get("heads", ()), Entry("place"))


def _triggers(pack: LanguagePack, folder: Traversable) -> None:
    inflected = {row["lemma"]: row for row in rows(folder, "verb_forms.tsv", ("lemma",))}
    inflected |= {row["lemma"]: row for row in rows(folder, "verb_overrides.tsv", ("lemma",))}
    pack.imperfects.update(pack.fold(f) for row in inflected.values() for f in alternatives(row.get("imperfect", "")))
    agreement = pack.data.get("agreement", {})
    feminine_perfect = tuple(map(pack.fold, agreement.get("feminine_perfect", ())))
    feminine_imperfect = tuple(map(pack.fold, agreement.get("feminine_imperfect", ())))
    first_person = tuple(map(pack.fold, agreement.get("first_person", ())))

    def written(lemma: str) -> list[tuple[list[str], dict[str, Any]]]:
        row = inflected.get(lemma)
        if row is None:
            raise DataError("pack-verb", f"triggers.tsv: no forms of {lemma!r}; add it to verbs.tsv and rebuild")
        found: list[tuple[list[str], dict[str, Any]]] = []
        base = pack.fold(lemma)
        forms = {pack.fold(f) for f in alternatives(row.get("imperfect", ""))}
        for form in alternatives(row.get("perfect", "")):
            norm = pack.fold(form)
            female = norm != base and norm.endswith(feminine_perfect)
            found.append((_split(pack, form), {"tense": "perfect", "gender": "f" if female else "m"}))
        for form in alternatives(row.get("imperfect", "")):
            norm = pack.fold(form)
            kind: dict[str, Any] = {"tense": "imperfect", "gender": "m"}
            if _shortened(norm, forms):
                kind["tense"] = "jussive"
            if norm.startswith(feminine_imperfect):
                kind["gender"] = "f"
            elif norm.startswith(first_person):
                kind |= {"gender": "", "first_person": True}
            found.append((_split(pack, form), kind))
        active = {tuple(norms) for norms, _ in found}
        for form in alternatives(row.get("passive", "")):
            norms = _split(pack, form)
            if tuple(norms) not in active and len(norms[0]) > 3:  # three letters are too many other words
                found.append((norms, {"tense": "perfect", "passive": True}))
        for form in alternatives(row.get("active_participle", "")):
            norms = _split(pack, form)
            if tuple(norms) not in active:
                found.append((norms, {"tense": "participle"}))
        if not pack.has_gender:
            for _, kind in found:
                kind["gender"] = ""
        return found

    for row in rows(folder, "triggers.tsv", ("act", "pos", "forms", "frame")):
        frame = Frame.parse(row["frame"], pack.prepositions)
        common: dict[str, Any] = {
            "act": row["act"],
            "pos": row["pos"],
            "needs": frozenset(n for a in alternatives(row.get("needs", "")) for n in _split(pack, a)),
            "unless": frozenset(n for a in alternatives(row.get("unless", "")) for n in _split(pack, a)),
            "weight": float(row.get("weight") or 0.5),
        }
        for form in alternatives(row["forms"]):
            rule = f"{row['act']}:{form}"
            if row["pos"] != "verb":
                tense = row["pos"]
                pack.triggers.add(_split(pack, form), Trigger(rule=rule, frame=frame, tense=tense, **common))
                continue
            lemma, *rest = form.split(" ")
            fixed = [n for part in rest for n in _split(pack, part)]
            patient = "patient" in frame.source + frame.target
            for norms, kind in written(lemma):
                if patient and not kind.get("passive"):
                    continue
                turned = frame.passive() if kind.get("passive") and not patient else frame
                pack.triggers.add([*norms, *fixed], Trigger(rule=rule, frame=turned, **common, **kind))


def _shortened(norm: str, forms: set[str]) -> bool:
    """Whether a form only stands after a negation: its long vowel is dropped (يزر beside يزور, يدع beside يدعو)."""
    size = len(norm)
    return size == 3 and any(len(f) == size + 1 and (f[:2] + f[3:] == norm or f[:3] == norm) for f in forms)
