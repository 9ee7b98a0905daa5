"""Documents with triples in the body of a request: one, or several as the files of a form."""

from __future__ import annotations

from http import HTTPStatus

from flask import Request
from werkzeug.http import parse_options_header

from cablegraph_server.formats import GRAPH_FORMATS
from cablegraph_server.problems import ProblemError
from cablegraph_server.writing.work import Document

MULTIPART = "multipart/form-data"

_MEDIA_TYPES = {alias: f.media_types[0] for f in GRAPH_FORMATS for alias in f.media_types}
_SUFFIXES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "owl": "application/rdf+xml",
    "xml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "json": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "n3": "text/n3",
}


def read_documents(request: Request, base: str) -> tuple[Document, ...]:
    """Return the documents that were sent. Raises a 415 problem for what is no RDF format.

    A part of a form says its media type itself, or else its file name does. `base` is what relative IRIs are
    relative to.
    """
    if request.mimetype != MULTIPART:
        media_type = _media_type(request.content_type or "")
        return (Document(request.get_data(cache=False), media_type, base),)
    files = list(request.files.items(multi=True))
    fields = list(request.form.items(multi=True))
    if not files and not fields:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "There is no document in the form.")
    documents = [
        Document(file.read(), _media_type(file.content_type or "", file.filename or name), base)
        for name, file in files
    ]
    # A part without a file name is a field; its media type is gone, and its name may tell.
    documents += [Document(text.encode(), _media_type("", name), base) for name, text in fields]
    return tuple(documents)


def _media_type(header: str, file_name: str = "") -> str:
    media_type, options = parse_options_header(header)
    known = _MEDIA_TYPES.get(media_type.lower())
    if known is None and media_type.lower() in ("", "application/octet-stream"):
        known = _SUFFIXES.get(file_name.rpartition(".")[2].lower())
    if known is None:
        raise _unsupported(f"{media_type or 'A document without a media type'} is no RDF format known here")
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise _unsupported("Documents are read as UTF-8 only")
    return known


def _unsupported(what: str) -> ProblemError:
    accepted = ", ".join(f.media_types[0] for f in GRAPH_FORMATS)
    return ProblemError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"{what}. Send one of: {accepted}, or several as {MULTIPART}.",
        headers={"Accept-Post": accepted},
    )
