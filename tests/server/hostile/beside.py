"""A patient client that looks something up all the time, while others attack.

It is a process of its own, so that what the attackers do in theirs does not count as the server's delay.
"""

from __future__ import annotations

import http.client
import json
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

PAUSE_SECONDS = 0.02
LOOKUP = "SELECT ?label { ?c a kg:Country ; rdfs:label ?label } ORDER BY ?label LIMIT 5"
ROOT = Path(__file__).parents[3]


class Lookups:
    """Asks a small query again and again, while the block runs."""

    def __init__(self, port: int) -> None:
        self._command = [sys.executable, "-m", "tests.server.hostile.beside", str(port)]
        self.seconds: list[float] = []
        """How long each took."""
        self.failed: list[str] = []
        """What went wrong."""

    def percentile(self, share: float) -> float:
        """Return the time in seconds within which this share of the lookups was answered."""
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)]

    def __enter__(self) -> Lookups:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        said, _ = self._process.communicate()
        self.seconds, self.failed = json.loads(said)


def _look_up(port: int) -> tuple[list[float], list[str]]:
    """Ask until the standard input closes."""
    seconds, failed = [], []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while not select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
        began = time.monotonic()
        try:
            connection.request("GET", "/sparql?query=" + quote(LOOKUP))
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            failed.append(repr(error))
            connection.close()
            continue
        seconds.append(time.monotonic() - began)
        if response.status != 200:
            failed.append(f"{response.status} {body[:200]!r}")
    return seconds, failed


def main() -> None:
    """Look up, then print how long each took and what failed, as JSON; argument: the port."""
    print("ready", flush=True)
    print(json.dumps(_look_up(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
