"""The language between the server and a worker: frames of a kind, a length and that many bytes."""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import asdict, dataclass
from enum import Enum

_HEAD = struct.Struct(">cI")
_READ_BYTES = 128 * 1024


class Kind(Enum):
    """What a frame is. The server asks OPEN, READ and ANSWER; a worker says the others."""

    OPEN = b"o"
    """Open the copy of the graph in this folder, and say how that went."""
    READ = b"r"
    """Say what kind of request this text is."""
    ANSWER = b"a"
    """Answer a `Job`."""
    READY = b"y"
    """The worker has started, or has opened the copy."""
    DATA = b"d"
    """A part of the answer."""
    END = b"e"
    """The answer is whole."""
    WORN = b"w"
    """The answer is whole, and the worker has grown too large to be asked again."""
    FAILED = b"f"
    """There is no answer, or no more of it: a `Failure`."""


class Cause(Enum):
    """Why a query has no answer."""

    INVALID = "invalid"
    """It is not SPARQL, or the graph cannot answer it."""
    REFUSED = "refused"
    """It asks for an outgoing request."""
    ROWS = "rows"
    BYTES = "bytes"
    MEMORY = "memory"
    GONE = "gone"
    """The copy of the graph is not there any more."""
    ENGINE = "engine"
    """The engine failed."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a query has no answer, and where in its text, when that is known."""

    cause: Cause
    detail: str
    line: int | None = None
    column: int | None = None

    def encode(self) -> bytes:
        """Return the failure as bytes."""
        return json.dumps(asdict(self) | {"cause": self.cause.value}).encode()

    @classmethod
    def decode(cls, data: bytes) -> Failure:
        """Return the failure of `encode`."""
        fields = json.loads(data)
        return cls(**fields | {"cause": Cause(fields["cause"])})


def frame(kind: Kind, payload: bytes = b"") -> bytes:
    """Return a frame as bytes."""
    return _HEAD.pack(kind.value, len(payload)) + payload


class FrameReader:
    """Reads frames from a socket. Its time may be over in the middle of a frame: ask again."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._buffer = bytearray()

    def next(self) -> tuple[Kind, bytes]:
        """Return the next frame. Raises EOFError at the end, BlockingIOError when its time is over."""
        while True:
            if len(self._buffer) >= _HEAD.size:
                kind, length = _HEAD.unpack_from(self._buffer)
                end = _HEAD.size + length
                if len(self._buffer) >= end:
                    payload = bytes(memoryview(self._buffer)[_HEAD.size : end])
                    del self._buffer[:end]
                    return Kind(kind), payload
            data = self._channel.recv(_READ_BYTES)
            if not data:
                raise EOFError
            self._buffer += data
