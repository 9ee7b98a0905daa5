"""`cablegraph serve` as a process of its own, and plain HTTP to it."""

from __future__ import annotations

import http.client
import os
import re
import secrets
import subprocess
import sysconfig
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode

START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its status, its headers by lower-case name, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class LiveServer:
    """A server that may be written to, on a free port of the loopback interface; `with` stops it."""

    def __init__(self, store: Path, *options: str) -> None:
        self.store = store
        self.token = secrets.token_hex(16)
        self._options = options
        self.log = store.parent / f"{store.name}.log"
        self._connection: http.client.HTTPConnection | None = None
        self.port = 0
        self.start()

    @classmethod
    def beside(cls, other: LiveServer) -> LiveServer:
        """Return another connection to a server that runs, for another thread. It need not be stopped."""
        server = cls.__new__(cls)
        server.__dict__.update(other.__dict__, _connection=None)
        return server

    def start(self) -> None:
        """Start the process, at the port that it had before if it had one, and wait until it listens."""
        program = Path(sysconfig.get_path("scripts")) / "cablegraph"
        arguments = ["serve", "--store", str(self.store), "--port", str(self.port), *self._options]
        before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [program, *arguments], stderr=log, env={**os.environ, "CABLEGRAPH_TOKEN": self.token}
            )
        until = time.monotonic() + START_SECONDS
        while True:
            said = self.log.read_bytes()[before:].decode("utf-8", "replace")
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            if found is not None:
                self.port = int(found[1])
                return
            if self.process.poll() is not None or time.monotonic() > until:
                self.process.kill()
                raise RuntimeError(f"the server did not start: {said}")
            time.sleep(0.01)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request with the token, and return the answer. The connection is kept for the next."""
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self._connection.request(method, path, body, sent)
            response = self._connection.getresponse()
            named = {name.lower(): text for name, text in response.getheaders()}
            return Answer(response.status, named, response.read())
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise

    def query(self, text: str, accept: str, parameters: list[tuple[str, str]]) -> Answer:
        """Post a query; the dataset is in the address."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.ask("POST", f"/sparql?{urlencode(parameters)}", text.encode(), headers)

    def update(self, text: str) -> Answer:
        """Post an update."""
        return self.ask("POST", "/sparql", text.encode(), {"Content-Type": "application/sparql-update"})

    def stop(self) -> None:
        """Stop the server in order."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.process.terminate()
        self.process.wait(20)

    def __enter__(self) -> LiveServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
