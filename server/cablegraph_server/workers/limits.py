"""What one query may use."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one query may use. A limit that is reached is an error, never a shorter answer."""

    seconds: float = 30.0
    """From the arrival of the request to the last byte; a client may ask for less, not for more."""
    memory: int = 1024 * MEBIBYTE
    """Bytes that a worker may take on top of what it has with an open graph."""
    rows: int = 1_000_000
    """Rows of a SELECT with at least one value, triples of a CONSTRUCT or DESCRIBE."""
    bytes: int = 256 * MEBIBYTE
    """Size of the answer as it is written, before any compression."""
