"""Pages from the world are read in a process of their own, which is killed when a page takes too long or too much.

One process serves many pages, so a page costs no start; it is replaced when it was killed, when it has died, and
after so many pages. What goes through the pipes is JSON and the page's bytes: nothing that could run.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from types import TracebackType
from typing import IO, Any

from marsad.errors import ArticleError
from marsad.reading.extraction import Page, extract
from marsad.reading.limits import DEFAULTS, Limits

_START_SECONDS = 60.0
_ANSWER = 256 * 1024 * 1024


class PageWorker:
    """Reads pages in a process that can be killed. A context manager; not to be shared between threads."""

    def __init__(self, limits: Limits = DEFAULTS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._pages = 0
        self.killed = 0
        """How many processes were killed or died over a page."""

    def __enter__(self) -> PageWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process; a later page starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def extract(
        self,
        data: bytes,
        *,
        url: str | None = None,
        charset: str | None = None,
        feed_date: str | None = None,
        read_on: dt.date | None = None,
    ) -> Page:
        """As ``marsad.reading.extraction.extract``; ArticleError ``page-too-slow``, ``page-too-large`` (in memory) or
        ``page-crashed`` where the process had to be, or was, ended over the page."""
        process = self._ready()
        # What is beyond the limit is cut before it goes through the pipe: the worker says how long the page was.
        told = {
            "length": min(len(data), self._limits.page_bytes), "whole": len(data), "url": url, "charset": charset,
            "feed_date": feed_date,
            "read_on": read_on.isoformat() if read_on else None,
        }  # fmt: skip
        self._pages += 1
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._limits.page_seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps(told).encode() + b"\n")
            process.stdin.write(data[: self._limits.page_bytes])
            process.stdin.flush()
            answer = process.stdout.readline(_ANSWER)
        except (BrokenPipeError, OSError):
            answer = b""
        finally:
            timer.cancel()
            timer.join()
        if not answer.endswith(b"\n"):
            raise self._lost(late.is_set())
        record = json.loads(answer)
        if record.get("memory"):
            raise self._lost(False, memory=True)
        if "error" in record:
            raise ArticleError(record["error"], record["message"])
        return Page.from_dict(record)

    def _lost(self, late: bool, *, memory: bool = False) -> ArticleError:
        self.killed += 1
        self.close()
        if late:
            return ArticleError(
                "page-too-slow", f"the page was not read within {self._limits.page_seconds:g} s and was given up"
            )
        if memory:
            return ArticleError(
                "page-too-large", f"the page needs more than {self._limits.page_memory >> 20} MiB to be read"
            )
        return ArticleError("page-crashed", "the process that read the page died")

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._pages >= self._limits.worker_pages or self._process.poll() is not None):
            self.close()
        if self._process is None:
            self._process, self._pages = _start(self._limits), 0
        return self._process


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "marsad.reading.worker", json.dumps(asdict(limits))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    timer = threading.Timer(_START_SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    assert process.stdout is not None
    ready = process.stdout.readline(64)
    timer.cancel()
    if ready != b"ready\n":
        _end(process)
        raise ArticleError(
            "no-worker", "the process that reads pages did not start; is marsad installed in this Python?"
        )
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue  # it died with bytes in the pipe: they go nowhere
    try:
        process.wait(1.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# ---------------------------------------------------------------- the process


def _limit_memory(size: int) -> None:
    """No more address space than what is used now and so many bytes, where the system can."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - one line of the kernel's
            used = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = used + size
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    except (ImportError, OSError, ValueError):
        return  # another system: the time is limited all the same


def serve(requests: IO[bytes], answers: IO[bytes], limits: Limits) -> None:
    """Answers one line of JSON for each page that comes, until no more come."""
    import trafilatura  # noqa: F401 - before the limit of memory is set, and before the first page waits for it

    answers.write(b"ready\n")
    answers.flush()
    _limit_memory(limits.page_memory)
    while line := requests.readline():
        told = json.loads(line)
        data = requests.read(told["length"])
        answer = _answer(data, told, limits)
        try:
            answers.write(json.dumps(answer, ensure_ascii=True).encode("ascii") + b"\n")
        except MemoryError:
            answers.write(b'{"memory": true}\n')
        answers.flush()


def _answer(data: bytes, told: dict[str, Any], limits: Limits) -> dict[str, Any]:
    read_on = dt.date.fromisoformat(told["read_on"]) if told["read_on"] else None
    try:
        page = extract(
            data, url=told["url"], charset=told["charset"], feed_date=told["feed_date"], read_on=read_on, limits=limits
        )
        record = page.to_dict()
        if told["whole"] > told["length"]:
            message = f"the page has {told['whole']:,} bytes; the first {told['length']:,} are read"
            record["notes"].insert(0, {"code": "page-cut", "message": message})
        return record
    except ArticleError as error:
        return {"error": error.code, "message": error.message}
    except MemoryError:
        return {"memory": True}
    except Exception as error:  # a page that breaks the reader is one refusal, not the end of the worker
        return {
            "error": "page-unreadable",
            "message": f"the page could not be read: {type(error).__name__}: {error!s:.200}",
        }


def main() -> None:
    """The process: pages come on standard input, answers go to what was standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it by closing the pipe
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    serve(sys.stdin.buffer, answers, Limits(**json.loads(sys.argv[1])))


if __name__ == "__main__":
    main()
