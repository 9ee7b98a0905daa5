"""Characters that XML 1.0 cannot hold. Oxigraph writes them as they are, and no parser reads the result."""

from __future__ import annotations

import re

from pyoxigraph import QueryResultsFormat, RdfFormat

from cablegraph_server.pump import Sink

_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT = "\ufffd".encode()


def is_xml(writer: QueryResultsFormat | RdfFormat) -> bool:
    """Return whether a format is XML."""
    return writer in (QueryResultsFormat.XML, RdfFormat.RDF_XML)


def xml_text(data: bytes) -> bytes:
    """Return UTF-8 text with every character that XML forbids as U+FFFD."""
    return _FORBIDDEN.sub(_REPLACEMENT, data)


class XmlSink:
    """Passes XML on to another sink, without what XML forbids."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        """Take some bytes. Oxigraph writes a literal at once, so that no character is cut in two."""
        self._sink.write(xml_text(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: chunks are sent when they are full."""
