"""Parquet: a table a file, with the types of docs/exchange.md, in groups of rows, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import IO, Any

from marsad.exchange.interface import Exporter, Tally
from marsad.exchange.tables import COLUMNS, Row, rows
from marsad.record.snapshot import Snapshot
from marsad.record.types import Query

_GROUP = 10_000


class _Sink:
    """A stream as Arrow writes to it, also one that cannot tell its position, such as standard output."""

    closed = False

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._at = out, 0

    def write(self, data: bytes) -> int:
        data = bytes(data)
        self._out.write(data)
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        self._out.flush()

    def close(self) -> None:
        """The stream belongs to the caller."""


def _write(table: str, snapshot: Snapshot, query: Query, out: IO[bytes]) -> Tally:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "text": pa.string(), "texts": pa.list_(pa.string()), "integer": pa.int64(), "number": pa.float64(),
        "day": pa.date32(), "moment": pa.timestamp("us", "UTC"), "truth": pa.bool_(),
    }  # fmt: skip
    schema = pa.schema([
        pa.field(column.name, kinds[column.kind], metadata={"description": column.meaning})
        for column in COLUMNS[table]
    ])
    tally = Tally()
    found = rows(table, snapshot, query)
    with pq.ParquetWriter(pa.PythonFile(_Sink(out), "w"), schema, compression="zstd") as writer:
        while group := list(islice(found, _GROUP)):
            writer.write_table(pa.Table.from_pylist(list(_clean(group)), schema))
            tally.rows += len(group)
    return tally


def _clean(group: list[Row]) -> Iterator[Row]:
    """Rows of values that Arrow takes: texts of UTF-8, lists, whole numbers as numbers."""
    for row in group:
        yield {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:  # noqa: ANN401 - a cell
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple | list):
        return [_value(each) for each in value]
    return value


EXPORTERS = {
    "parquet": Exporter(
        "parquet", "Parquet tables", "جداول Parquet", ".parquet", "application/vnd.apache.parquet",
        "Nothing is lost but half character pairs, which no UTF-8 holds.",
        {table: partial(_write, table) for table in COLUMNS},
    ),
}  # fmt: skip
