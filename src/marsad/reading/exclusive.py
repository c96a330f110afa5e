"""One fetching program at a time over a journal: a lock that the system lets go of when the program ends, however."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from marsad.reading.journal_file import JournalError


@contextmanager
def exclusive(journal: Path) -> Iterator[None]:
    """Hold the lock of a journal (the file with ``.lock`` behind its name); JournalError if another program has it."""
    with Path(f"{journal}.lock").open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            message = f"another marsad is fetching with {journal}; stop it, or name another --journal"
            raise JournalError("journal-in-use", message) from None
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
