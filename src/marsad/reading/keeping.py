"""A sink that keeps pages as they are: gzip files in a folder and an index of JSON lines.

Nothing is read out of the pages, so that any extractor can be run over them later. A page is in the
folder when its line is in the index; a file without a line is what a crash left behind, and the
page is written again.
"""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path
from types import TracebackType

from marsad.reading.fetched import FetchedPage, Taken

INDEX = "index.jsonl"


class FolderSink:
    """Keeps pages in a folder: ``<first two digits>/<digest>.gz``, and what else is known of them in index.jsonl."""

    def __init__(self, folder: Path) -> None:
        """Open or make the folder; OSError if that is not possible."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._known: set[bytes] = set()
        self._index = (folder / INDEX).open("a+b")
        self._read_index(self._index)

    def _read_index(self, index: io.BufferedRandom) -> None:
        """Learn which pages are there; a last line that a crash cut off is taken away."""
        index.seek(0)
        end = 0
        for line in index:
            if not line.endswith(b"\n"):
                break
            end += len(line)
            digest = json.loads(line)["digest"]
            self._known.add(bytes.fromhex(digest)[:16])
        index.truncate(end)
        index.seek(0, os.SEEK_END)

    def take(self, page: FetchedPage) -> Taken:
        """Keep a page; one that is there is known."""
        digest = page.digest
        if bytes.fromhex(digest)[:16] in self._known:
            return Taken("known")
        name = f"{digest[:2]}/{digest}.gz"
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        aside = path.with_suffix(".new")
        with aside.open("wb") as file:
            file.write(gzip.compress(page.body, 6, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        record = {"digest": digest, "file": name, "bytes": len(page.body), **page.to_dict()}
        end = self._index.seek(0, os.SEEK_END)
        try:
            self._index.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            self._index.flush()
            os.fsync(self._index.fileno())
        except OSError:
            # Half a line, or a line that is not safe, must not stand there when the page is offered again.
            self._index.truncate(end)
            raise
        self._known.add(bytes.fromhex(digest)[:16])
        return Taken("new")

    def __enter__(self) -> FolderSink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._index.close()
