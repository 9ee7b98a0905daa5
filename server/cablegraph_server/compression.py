"""Answers made smaller on the way: gzip for everybody who takes it, zstd for who asks for it by name."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from flask import request
from werkzeug.wrappers import Response

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SHORTEST = 1000
"""Bytes. A shorter answer fits into one packet either way."""

# Fast rather than small: a level of 9 takes five times as long and saves a twentieth.
_GZIP_LEVEL = 5
_GZIP_WINDOW = 31  # 15 bits of window, and 16 for a gzip header

_WORTHWHILE = ("text/", "application/", "image/svg+xml")


class Compressor(Protocol):
    """Takes pieces of data and gives pieces of the compressed data."""

    def compress(self, data: bytes, /) -> bytes:
        """Return what is ready after some more data; it may be nothing."""

    def flush(self) -> bytes:
        """Return the rest."""


_COMPRESSORS: dict[str, Callable[[], Compressor]] = {
    "gzip": lambda: zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_WINDOW),
    "zstd": zstd.ZstdCompressor,
}


def compress(response: Response) -> Response:
    """Return the response as the client takes it. Goes after every request.

    A part of a file stays as it is: its range counts bytes of the whole file, uncompressed.
    """
    if response.status_code in (204, 206, 304) or not (response.mimetype or "").startswith(_WORTHWHILE):
        return response
    response.vary.add("Accept-Encoding")
    coding = _coding()
    if coding is None or "Content-Encoding" in response.headers:
        return response
    compressor = _COMPRESSORS[coding]()
    if response.is_streamed or response.direct_passthrough:
        # A file that is passed through would be sent as it is.
        response.direct_passthrough = False
        response.headers.pop("Content-Length", None)
        response.response = _pieces(compressor, response.iter_encoded())
    else:
        data = response.get_data()
        if len(data) < SHORTEST:
            return response
        response.set_data(compressor.compress(data) + compressor.flush())
    response.headers["Content-Encoding"] = coding
    _weaken_etag(response)
    return response


def _weaken_etag(response: Response) -> None:
    """Say that the tag is not one of these very bytes; files have a tag that says it is."""
    tag, weak = response.get_etag()
    if tag is not None and not weak:
        response.set_etag(tag, weak=True)


def _coding() -> str | None:
    """Return the coding to use: the one with the higher quality, zstd only when it is named."""
    accepted = request.accept_encodings
    zstd_quality = max((quality for name, quality in accepted if name.lower() == "zstd"), default=0)
    gzip_quality = accepted.quality("gzip")
    if zstd_quality > 0 and zstd_quality >= gzip_quality:
        return "zstd"
    return "gzip" if gzip_quality > 0 else None


def _pieces(compressor: Compressor, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the compressed chunks. An error among them goes on, so that a cut answer stays a cut one."""
    for chunk in chunks:
        piece = compressor.compress(chunk)
        if piece:
            yield piece
    yield compressor.flush()
