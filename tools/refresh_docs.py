"""Runs the commands shown in the documentation and writes their real output beside them.

    python tools/refresh_docs.py [--check]

A fenced block that begins with ``$ marsad …`` or ``$ python …`` is a command with its output; in docs/figures.md what
stands between ``<!-- judge -->`` and ``<!-- /judge -->`` is what benchmarks/judge.py prints; so for ``errors`` and
``calibration``. ``--check`` changes nothing
and fails when an output is stale. Outputs that vary by nature (speed) are not run here.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"^```\n\$ ((?:marsad|python) [^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"(<!-- (judge|errors|calibration) -->\n).*?(<!-- /\2 -->)", re.DOTALL)


def output_of(command: str) -> str:
    """What a command prints, run from the root of the project by this Python."""
    program, *rest = shlex.split(command)
    marsad = [sys.executable, "-c", "from marsad.cli.main import main; main()"]
    start = [sys.executable] if program == "python" else marsad
    done = subprocess.run([*start, *rest], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.rstrip("\n") + "\n"


def refreshed(text: str) -> str:
    """A document with the outputs of its commands as they are now."""
    text = _BLOCK.sub(lambda m: f"```\n$ {m[1]}\n{output_of(m[1])}```", text)
    return _TABLE.sub(lambda m: m[1] + output_of(f"python benchmarks/{m[2]}.py") + m[3], text)


def main() -> int:
    """Refreshes README.md and docs/*.md; with --check only says which are stale."""
    stale = []
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        before = path.read_text("utf-8")
        after = refreshed(before)
        if after != before:
            stale.append(path.relative_to(ROOT))
            if "--check" not in sys.argv:
                path.write_text(after, "utf-8")
    for path in stale:
        print(f"{'stale' if '--check' in sys.argv else 'refreshed'}: {path}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
