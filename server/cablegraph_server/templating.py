"""What the templates may use: links, short names, and text without control characters."""

from __future__ import annotations

from flask import Flask, request
from pyoxigraph import Literal, NamedNode

from cablegraph_ontology.terms import KG, PREFIXES, SKOS, Kind
from cablegraph_server.links import link, root
from cablegraph_server.reading import short

KIND_NAMES = {
    Kind.ARTICLE: "article",
    Kind.CLAIM: "claim",
    Kind.COUNTRY: "country",
    Kind.NAMING: "how an article names a thing",
    Kind.OFFICE: "office",
    Kind.ORGANIZATION: "agency",
    Kind.PERSON: "person",
    Kind.POLICY: "policy",
    Kind.RUN: "run",
    Kind.TENURE: "seen in office",
}

# Control characters are not allowed in HTML, and an override of the direction shows a text that nobody wrote.
# The replacement shows that something stood there; the data formats have the text as it is.
_OVERRIDES = (0x202D, 0x202E)
_VISIBLE = {n: "\ufffd" for n in (*range(0x20), *range(0x7F, 0xA0), *_OVERRIDES) if chr(n) not in "\t\n\r"}


def prepare_templates(app: Flask) -> None:
    """Give the application's templates their filters, tests and globals."""
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.finalize = visible
    environment.filters["short"] = short
    environment.filters["term_text"] = term_text
    environment.tests["iri_term"] = lambda term: isinstance(term, NamedNode)
    environment.globals.update(skos=SKOS, kg=KG, prefixes=PREFIXES, kind_names=KIND_NAMES)
    app.context_processor(_links)


def visible(value: object) -> object:
    """Return a text with its control characters replaced, anything else as it is."""
    return value.translate(_VISIBLE) if isinstance(value, str) else value


def term_text(term: object) -> str:
    """Return the characters of a literal, or a term as SPARQL writes it."""
    return term.value if isinstance(term, Literal) else str(term)


def _links() -> dict[str, object]:
    up = root(request.path)
    return {"up": up, "href": lambda iri: link(iri, up)}
