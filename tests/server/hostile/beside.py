"""A patient client that looks something up all the time, while others attack."""

from __future__ import annotations

import http.client
import threading
import time
from types import TracebackType
from urllib.parse import quote

PAUSE_SECONDS = 0.02
LOOKUP = "SELECT ?label { ?c a kg:Country ; rdfs:label ?label } ORDER BY ?label LIMIT 5"


class Lookups:
    """Asks a small query again and again in a thread of its own, while the block runs."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.seconds: list[float] = []
        """How long each took."""
        self.failed: list[str] = []
        """What went wrong."""

    def percentile(self, share: float) -> float:
        """Return the time in seconds within which this share of the lookups was answered."""
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)]

    def __enter__(self) -> Lookups:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        while not self._ended.wait(PAUSE_SECONDS):
            began = time.monotonic()
            try:
                connection.request("GET", "/sparql?query=" + quote(LOOKUP))
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                connection.close()
                continue
            self.seconds.append(time.monotonic() - began)
            if response.status != 200:
                self.failed.append(f"{response.status} {body[:200]!r}")
        connection.close()
