"""Links that work at any host and under any prefix, and that nobody can turn into a trap."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from cablegraph_ontology.terms import BASE, ID, KG

# What may stand in a path or fragment as it is; everything else is percent-encoded.
_SAFE = "/-._~"


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go from a page, and whether that leaves the server."""

    href: str
    external: bool


def root(path: str) -> str:
    """Return the relative way from a request's path up to the root of the application."""
    return "../" * (path.count("/") - 1) or "./"


def link(iri: str, up: str) -> Link | None:
    """Return the link to a thing, or None when there is nowhere safe to go.

    Things of the graph and terms of the vocabulary have their pages here. Other web addresses are external.
    Anything else (``javascript:``, ``data:``, ``file:``) is text, never a link.
    """
    if iri.startswith(ID) and len(iri) > len(ID):
        return Link(up + "id/" + quote(iri[len(ID) :], safe=_SAFE), external=False)
    if iri.startswith(KG):
        return Link(up + "ns#" + quote(iri[len(KG) :], safe=_SAFE), external=False)
    if iri == BASE + "ns":
        return Link(up + "ns", external=False)
    return Link(iri, external=True) if is_web_address(iri) else None


def is_web_address(text: str) -> bool:
    """Return whether the text is an ordinary http(s) address without spaces or control characters."""
    if any(c <= " " or c == "\x7f" or c in '\\"<>' for c in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
