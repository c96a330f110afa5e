"""Writes docs/ontology.md from the ontology's data files; ``--check`` only tells if it is current.

    python tools/build_docs.py [--check]

Exit status: 0 written or current, 1 out of date (with --check).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from marsad.ontology import ACTS, OFFICES, ORGANISATIONS, SECTORS

TARGET = Path(__file__).parents[1] / "docs" / "ontology.md"

INTRODUCTION = """\
# Ontology

<!-- Written by tools/build_docs.py from src/marsad/ontology/*.toml: edit those, then run it. -->

An event is an act that a source does to a target, with a status. All names below are the ones
that stand in marsad's output.
"""

ACTS_NOTE = """\
**Mutual** acts put all parties in `source` and leave `target` empty. `agree` may also be
one-sided (a stated will towards another): then the speaker is the source and the other the target.
The scorer (`marsad evaluate`) compares `agree` and `message` as directed acts whenever a target is
given, and without regard to order when none is; the other mutual acts always without order.
"""

CODES_NOTE = """\
PLOVER types, modes and quad classes are those of the PLOVER manual of 2024-02-04
(openeventdata/PLOVER). A mode stands only where it holds for the whole act. CAMEO is the nearest
CAMEO code, Goldstein the value of that code in GDELT's `CAMEO.goldsteinscale.txt`; an act is
broader than a code, so the value is a middle one, not a measurement.

PLOVER's own conversion table gives some of these CAMEO codes another PLOVER type. We keep ours:
an invitation (036) is part of consulting, not yet an agreement; missions, envoys and relations
(050) are things done, so `COOPERATE`; a signature (057) concludes an agreement, so `AGREE`;
sanctions (163) are `SANCTION`, the type that bears their name.
"""

STATUSES_NOTE = """\
The codes of an act do not change with the status; read both together. PLOVER marks with four
auxiliary modes what CAMEO could not say:

| status | means | PLOVER auxiliary mode |
|---|---|---|
| `happened` | done or under way | none; `historical` if long before the report |
| `planned` | announced, scheduled, expected | `future` |
| `proposed` | wished for, called for, possible, under discussion | `hypothetical` |
| `denied` | said not to have happened or not to be going to | `negation` |

Counts of what states did should take `happened` alone. A user of CAMEO may send `planned` and
`proposed` cooperation to the 03 codes (intent to cooperate), and should leave `denied` out.
"""

ACTORS_NOTE = """\
States have their ISO 3166-1 alpha-3 code; besides, `PSE` is Palestine, `XKX` Kosovo, `TWN`
Taiwan and `ESH` the Polisario. Organisations and movements below have a code of their own. Anything
else that acts is `ORG:` and its English name, such as `ORG:Arab Coalition`.
"""


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; empty cells for None."""
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        cells = ("" if cell is None else str(cell).replace("|", "\\|") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def ontology_page() -> str:
    """The whole text of docs/ontology.md."""
    acts = table(
        ("act", "English", "Arabic", "mutual", "what it covers"),
        ((f"`{a.name}`", a.label_en, a.label_ar, "yes" if a.mutual else "", a.description) for a in ACTS.values()),
    )
    codes = table(
        ("act", "PLOVER", "mode", "CAMEO", "Goldstein", "quad class"),
        ((f"`{a.name}`", a.plover, a.mode, a.cameo, f"{a.goldstein:+.1f}", a.quad) for a in ACTS.values()),
    )
    offices = table(
        ("office", "English", "Arabic", "who"),
        ((f"`{o.name}`", o.label_en, o.label_ar, o.description) for o in OFFICES.values()),
    )
    sectors = table(
        ("sector", "English", "Arabic"),
        ((f"`{s.name}`", s.label_en, s.label_ar) for s in SECTORS.values()),
    )
    actors = table(
        ("code", "English", "Arabic", "kind", "until"),
        ((f"`{o.name}`", o.label_en, o.label_ar, o.kind, o.until) for o in ORGANISATIONS.values()),
    )
    parts = (
        INTRODUCTION, "## Acts\n", acts, ACTS_NOTE, "## Codes\n", codes, CODES_NOTE,
        "## Statuses\n", STATUSES_NOTE, "## Offices\n", offices, "## Sectors\n", sectors,
        "## Actors\n", ACTORS_NOTE, actors,
    )  # fmt: skip
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    page = ontology_page()
    if "--check" in arguments:
        return 0 if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == page else 1
    TARGET.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
