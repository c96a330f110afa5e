"""How fast pages, archives and duplicates are read, and how much memory that takes.

    python benchmarks/reading.py [--full]

Pages are made from the tests' templates, padded to the size that news pages have; articles are made of the same
words. --full searches a million articles for duplicates instead of a hundred thousand. One process does the work
(pages: one worker). Seconds are those of work, not of the clock: what else the machine does is not counted. A program
to run by hand: what it prints depends on the machine.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.pages.make import MANNERS, MATERIAL, READ_ON, make  # noqa: E402

from marsad.model import Article  # noqa: E402
from marsad.reading.archives import gunzipped, parquet_records, warc_pages  # noqa: E402
from marsad.reading.duplicates import Duplicates  # noqa: E402
from marsad.reading.worker import PageWorker  # noqa: E402

PAGE_BYTES = 80_000
WORDS = 250


def memory() -> float:
    """The process's own memory now, in megabytes (pages of mapped files are not counted)."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1e3
    except OSError:
        return float("nan")


def cpu() -> float:
    """Seconds of work of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def padded(data: bytes) -> bytes:
    """A page with the menus and scripts that make real pages long, at its end."""
    rows = b"".join(
        b'<li class="m-item"><a href="/sec/%d"><span>Section %d</span></a></li>' % (n, n) for n in range(250)
    )
    script = b"<script>" + b'window.q=window.q||[];q.push({"id":1,"slot":"top"});' * 400 + b"</script>"
    filler = b'<nav class="mega-menu"><ul>' + rows + b"</ul></nav>" + script
    page = data.replace(b"</body>", filler + b"</body>")
    missing = PAGE_BYTES - len(page)
    return page.replace(b"</body>", b"<script>" + b"x" * max(missing, 0) + b"</script></body>")


def pages(count: int) -> None:
    """Print how many pages a second are read in the worker."""
    made = [padded(make(manner, seed).data) for manner in MANNERS for seed in range(1 + count // len(MANNERS))][:count]
    with PageWorker() as worker:
        worker.extract(made[0])
    before = cpu()
    with PageWorker() as worker:
        worker.extract(made[0])
    start = cpu()
    starting = start - before
    with PageWorker() as worker:
        for data in made:
            worker.extract(data, read_on=READ_ON)
    spent = cpu() - start - starting
    mean = sum(map(len, made)) / len(made) / 1e3
    print(f"{f'pages/s ({mean:.0f} kB each)':42}{len(made) / spent:12.0f}")


def records(count: int) -> bytes:
    """A WARC of so many pages."""
    parts = []
    for number in range(count):
        body = padded(make("gulf_network", number % 7).data)
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032}>\r\n"
            "WARC-Date: 2024-01-01T00:00:00Z\r\n"
            f"WARC-Target-URI: https://example.org/{number}\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        parts.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(parts)


def archives() -> None:
    """Print how many megabytes a second of archives are read (unpacked size)."""
    data = records(1_500)
    packed = b"".join(gzip.compress(data[at : at + 90_000], 6) for at in range(0, len(data), 90_000))
    for name, stream in (("WARC", io.BytesIO(data)), ("WARC.gz", gunzipped(io.BytesIO(packed)))):
        start = time.process_time()
        count = sum(1 for _ in warc_pages(stream, "x", Counter()))
        spent = time.process_time() - start
        assert count == 1_500
        print(f"{f'{name}, MB/s unpacked':42}{len(data) / spent / 1e6:12.0f}")
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        print("Parquet: pyarrow is not installed")
        return
    texts = [article.text for article in stream_of(20_000)]
    with tempfile.TemporaryFile() as file:
        pq.write_table(pa.table({"text": texts, "url": [f"u{n}" for n in range(len(texts))]}), file)
        file.seek(0)
        start = time.process_time()
        count = sum(1 for _ in parquet_records(file))
        spent = time.process_time() - start
    print(f"{'Parquet, rows/s':42}{count / spent:12.0f}")


def stream_of(count: int) -> Iterator[Article]:
    """Articles of invented words, a tenth of them near copies of the one ten before."""
    rng = random.Random(7)
    words = sorted({word for text in MATERIAL["ar"]["paragraphs"] for word in text.split()})
    words += [word + end for word in words for end in ("ها", "هم", "ية", "ات", "ين")]
    before: list[list[str]] = []
    for number in range(count):
        if number % 10 == 9:
            text = list(before[0])
            for _ in range(5):
                text[rng.randrange(len(text))] = rng.choice(words)
        else:
            text = rng.choices(words, k=WORDS)
        before = [*before[-8:], text]
        yield Article(
            " ".join(text), title=f"t{number}", published="2024-01-01", id=f"i{number}", outlet="o", url=f"u{number}"
        )


def duplicates(count: int) -> None:
    """Print how many articles a second are taken in and searched, and the memory along the way."""
    print(f"duplicates among {count:,} articles of {WORDS} words")
    print(f"{'memory before, MB':42}{memory():12.0f}")
    spent = 0.0
    with Duplicates() as found:
        steps = {count * part // 4 for part in (1, 2, 3, 4)}
        batch: list[Article] = []
        taken = 0
        for article in stream_of(count):  # made outside the time that is measured
            batch.append(article)
            if len(batch) < 1_000 and taken + len(batch) < count:
                continue
            start = time.process_time()
            found.extend(batch)
            spent += time.process_time() - start
            taken += len(batch)
            batch.clear()
            if taken in steps:
                print(f"{f'memory after {taken:,}, MB':42}{memory():12.0f}")
        start = time.process_time()
        clusters = 0
        most = memory()
        for number, _ in enumerate(found.clusters()):
            clusters += 1
            if number % 1_000 == 0:
                most = max(most, memory())
        searched = time.process_time() - start
    print(f"{'memory while searching, MB':42}{most:12.0f}")
    print(f"{'sketches taken in, articles/s':42}{count / spent:12.0f}")
    print(f"{'taken in and searched, articles/s':42}{count / (spent + searched):12.0f}")
    print(f"{'clusters':42}{clusters:12}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--full", action="store_true", help="a million articles instead of a hundred thousand")
    parser.add_argument("--pages", type=int, default=400, help="how many pages (default 400)")
    arguments = parser.parse_args()
    print(f"Python {sys.version.split()[0]}\n")
    duplicates(1_000_000 if arguments.full else 100_000)
    print()
    pages(arguments.pages)
    archives()


if __name__ == "__main__":
    main()
