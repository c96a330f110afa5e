"""How fast the coder is: articles, sentences and megabytes a second, loading, memory, growth with length.

    python benchmarks/speed.py [GOLD.jsonl ...] [--rounds N]

Without files it takes ../shared/gold/dev.jsonl, or benchmarks/gold where that is not there. One
process, one core. A program to run by hand: what it prints depends on the machine.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from marsad.coding.coder import Coder
from marsad.coding.reading import Reading, Tools
from marsad.evaluation.gold import gold_articles, read_gold
from marsad.model import Article

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000, 100_000, 1_000_000)
_LOADING = """
import time
start = time.perf_counter()
from marsad import Article, Coder
imported = time.perf_counter()
Coder().code(Article("وصل الوزير.", language="ar"))
print(imported - start, time.perf_counter() - imported)
"""


def default_gold() -> list[Path]:
    """The gold files that are measured when none is named."""
    dev = ROOT.parent / "shared" / "gold" / "dev.jsonl"
    return [dev] if dev.is_file() else sorted((ROOT / "benchmarks" / "gold").glob("*.jsonl"))


def seconds(work: Callable[[], object], rounds: int = 1) -> float:
    """The least time that the work took in so many rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def loading(rounds: int) -> tuple[float, float]:
    """Seconds to import and to load the data, in a fresh process: the least of the rounds."""
    runs = []
    for _ in range(rounds):
        out = subprocess.run([sys.executable, "-c", _LOADING], check=True, capture_output=True, text=True).stdout
        runs.append(tuple(map(float, out.split())))
    imported, loaded = min(runs, key=sum)
    return imported, loaded


def memory() -> float:
    """The most memory that this process had, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


def of_size(text: str, size: int, join: str) -> str:
    """The text repeated until it has so many bytes of UTF-8, and no more."""
    piece = text + join
    times = size // len(piece.encode()) + 1
    return (piece * times).encode()[:size].decode("utf-8", "ignore")


def throughput(coder: Coder, articles: Sequence[Article], rounds: int) -> None:
    """Print what a second does."""
    tools = Tools.of("ar")
    arabic = [article for article in articles if article.language in ("ar", None)]
    sentences = sum(len(Reading(article, tools).sentences) for article in arabic)
    size = sum(len(article.content.encode()) for article in articles)
    spent = seconds(lambda: [coder.code(article) for article in articles], rounds)
    for word, number in (("articles/s", len(articles)), ("sentences/s", sentences), ("MB/s", size / 1e6)):
        print(f"{word:32}{number / spent:10.2f}")


def growth(coder: Coder, text: str) -> None:
    """Print the time of one article of each size, of many lines and of one."""
    print(f"\n{'one article of':16}{'lines: s':>10}{'ratio':>8}{'one line: s':>14}{'ratio':>8}")
    before = (0.0, 0.0)
    for size in SIZES:
        texts = of_size(text, size, "\n"), of_size(" ".join(text.split()), size, " ")
        articles = [Article(content, published=None, language="ar") for content in texts]
        lines, line = (seconds(lambda a=article: coder.code(a)) for article in articles)  # type: ignore[misc]
        ratios = [f"{now / then:.1f}" if then else "" for now, then in zip((lines, line), before, strict=True)]
        print(f"{size // 1000:8} kB     {lines:10.3f}{ratios[0]:>8}{line:14.3f}{ratios[1]:>8}")
        before = lines, line
    print("(each size is 10 times the one above: linear cost is a ratio of about 10)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("gold", type=Path, nargs="*", help="gold files whose articles are coded")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many (default 3)")
    arguments = parser.parse_args()
    paths = arguments.gold or default_gold()
    articles = [article for path in paths for article in gold_articles(read_gold(path), path)]
    names = ", ".join(path.name for path in paths)
    print(f"{len(articles)} articles of {names}, Python {sys.version.split()[0]}\n")
    imported, loaded = loading(arguments.rounds)
    print(f"{'import, s':32}{imported:10.2f}")
    print(f"{'load and first article, s':32}{loaded:10.2f}")
    coder = Coder()
    coder.code(articles[0])  # loads
    throughput(coder, articles, arguments.rounds)
    print(f"{'resident memory at most, MB':32}{memory():10.0f}")
    growth(coder, "\n".join(article.content for article in articles[:20]))
    print(f"{'resident memory after that, MB':32}{memory():10.0f}")


if __name__ == "__main__":
    main()
