"""The limits of reading pages, archives and duplicates: one place, each with what it guards against.

docs/reading.md lists them all; a test holds the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a page, an archive or the search for duplicates may take; sizes in bytes, times in seconds."""

    page_bytes: int = 16 * MIB
    """Of a longer page only this much is read; the cut is told in a note."""
    page_seconds: float = 10.0
    """A page that takes longer in the worker is given up there: the worker is killed and the page refused."""
    page_memory: int = 2048 * MIB
    """The worker's address space above what it needs to start (where the system keeps such a limit: Linux)."""
    page_elements: int = 20_000
    """A page of more elements is read without trafilatura, whose time does not grow linearly; a note tells so."""
    page_paragraphs: int = 200_000
    """More paragraphs than this are cut off, and a note tells how many."""
    worker_pages: int = 2_000
    """A worker is replaced after so many pages: what a parser leaks does not add up."""
    structured_bytes: int = 2 * MIB
    """A longer block of JSON-LD in a page is passed over."""
    record_bytes: int = 32 * MIB
    """A record of an archive that is longer than this when unpacked is refused, and the next one read."""
    archive_ratio: int = 200
    """A compressed file that grows by more than this (after the first 64 MiB) is a bomb: the rest is refused."""
    archive_bytes: int = 64 * 1024 * MIB
    """No more than this is unpacked from one file; what follows is refused."""
    parquet_rows: int = 256
    """Rows of a Parquet file that are unpacked together."""
    parquet_group_bytes: int = 2048 * MIB
    """A row group that says it unpacks to more is refused before it is unpacked."""
    duplicates_bucket: int = 64
    """Texts that share a band of their sketches are all compared with each other up to so many;
    of more, each with the first and with its neighbour."""
    duplicates_batch: int = 64
    """Articles whose sketches are made together: few enough that their words stay in the processor's cache."""


DEFAULTS = Limits()
