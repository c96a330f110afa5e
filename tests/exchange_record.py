"""A small record for the tests of the exchange: the sample's dispatches, and articles with hostile titles."""

from __future__ import annotations

import datetime as dt
import io
import json
from functools import cache
from pathlib import Path

from marsad.coding.coder import Coder
from marsad.exchange import Tally, exporter
from marsad.model import Article
from marsad.record.types import Query
from marsad.reference.facts import load
from record_model import ModelSnapshot, RecordModel

ROOT = Path(__file__).parents[1]
LEARNT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
HOSTILE = '=cmd|"/c calc"!A1,<script>alert(1)</script>\t]]>&amp;;\u202eأهلا\u0001\nBEGIN:VEVENT'


@cache
def record() -> ModelSnapshot:
    """The dispatches, and what the reference knows of two pairs."""
    model, coder = RecordModel(), Coder()
    for line in (ROOT / "sample" / "dispatches.jsonl").read_text("utf-8").splitlines():
        article = Article.from_dict(json.loads(line))
        model.ingest(article, coder.code(article), LEARNT)
    pairs = {"ISR", "TKM", "KAZ"}
    model.add_facts([f for f in load() if f.source in pairs and f.target in pairs], LEARNT)
    model.add_facts([f for f in load("office") if f.source == "TKM"], LEARNT)
    return model.snapshot()


@cache
def hostile() -> ModelSnapshot:
    """Articles whose title, outlet and address try to break out of every format; their text tells visits and a plan."""
    model, coder = RecordModel(), Coder()
    texts = {
        "2024-03-05": "زار وزير الخارجية المصري سامح شكري أمس أنقرة والتقى نظيره التركي هاكان فيدان.",
        "2024-03-06": "يزور الرئيس التركي رجب طيب أردوغان القاهرة في 20 نيسان المقبل.",
        "2024-03-07": "وقعت مصر وتركيا اليوم في القاهرة اتفاقية للتعاون التجاري.",
    }
    for day, text in texts.items():
        title = HOSTILE.replace("\n", " ")
        article = Article(
            text, title, day, f"=id-{day}", f'https://news.example/{day}?a="<b>&c=1', f"+outlet;{HOSTILE}", "ar"
        )
        model.ingest(article, coder.code(article), LEARNT)
    return model.snapshot()


ALL = Query(order="oldest", limit=None)
PAIR = Query(between=("ISR", "TKM"), order="oldest", limit=None)


def written(name: str, snapshot: ModelSnapshot, query: Query = ALL, part: str | None = None) -> tuple[bytes, Tally]:
    """What a format writes, and its tally."""
    out = io.BytesIO()
    tally = exporter(name).write(snapshot, query, out, part)
    return out.getvalue(), tally


@cache
def addressed() -> ModelSnapshot:
    """An embassy that is opened and an ambassador who hands over his credentials, with web addresses."""
    model, coder = RecordModel(), Coder()
    texts = {
        "2023-04-20": "افتتح وزير الخارجية الإسرائيلي إيلي كوهين اليوم الخميس سفارة بلاده في عشق آباد.",
        "2023-06-02": "قدم شيمي تسور سفير إسرائيل لدى تركمانستان أوراق اعتماده أمس إلى الرئيس التركماني.",
    }
    for day, text in texts.items():
        article = Article(text, 'سفارة "جديدة" | في عشق آباد', day, "", f"https://news.example/{day}", "وكالة", "ar")
        model.ingest(article, coder.code(article), LEARNT)
    return model.snapshot()
