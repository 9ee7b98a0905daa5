"""Namespaces, and the one place where an IRI is made."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from enum import StrEnum

BASE = "https://w3id.org/cablegraph/"
KG = BASE + "ns#"
ID = BASE + "id/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
DCT = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
OA = "http://www.w3.org/ns/oa#"
SH = "http://www.w3.org/ns/shacl#"

PREFIXES: dict[str, str] = {
    "dct": DCT,
    "foaf": FOAF,
    "id": ID,
    "kg": KG,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}
"""Prefixes that every query may use without declaring them."""


class Graph(StrEnum):
    """The named graphs beside the articles' own. An article's graph is named by the article's IRI."""

    ENTITIES = ID + "graph/entities"
    DERIVED = ID + "graph/derived"
    RUNS = ID + "graph/runs"
    ONTOLOGY = ID + "graph/ontology"
    REVIEW = ID + "graph/review"


class Kind(StrEnum):
    """What a thing with an IRI can be; the value is the path in the IRI."""

    ARTICLE = "article"
    CLAIM = "claim"
    COUNTRY = "country"
    DECISION = "decision"
    NAMING = "naming"
    OFFICE = "office"
    ORGANIZATION = "org"
    PERSON = "person"
    POLICY = "policy"
    RUN = "run"
    TENURE = "tenure"


FINGERPRINT_LENGTH = {Kind.ARTICLE: 16}
"""Hexadecimal digits of a fingerprint in an IRI; 12 for what is not listed."""

# A slug longer than this is cut and gets a fingerprint, so that IRIs stay readable and distinct.
SLUG_LENGTH = 80


def mint(kind: Kind, key: str) -> str:
    """Return the IRI of a thing: ``mint(Kind.COUNTRY, "CHN")`` is ``.../id/country/CHN``.

    `key` must already be a slug, an ISO code or a fingerprint; anything else raises ValueError.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", key):
        raise ValueError(f"not a key for an IRI: {key!r}")
    return f"{ID}{kind.value}/{key}"


def mint_fingerprint(kind: Kind, *parts: object) -> str:
    """Return an IRI made from the content of a thing: the same parts always give the same IRI."""
    return mint(kind, fingerprint(*parts)[: FINGERPRINT_LENGTH.get(kind, 12)])


def fingerprint(*parts: object) -> str:
    """Return the SHA-256, in hexadecimal, of the parts as UTF-8, joined so that no two lists collide."""
    digest = hashlib.sha256()
    for part in parts:
        data = str(part).encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode())
        digest.update(data)
    return digest.hexdigest()


# Letters that Unicode does not decompose.
_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae"}
)


def slug(text: str) -> str:
    """Return a lower-case ASCII key of a name: ``"António Guterres"`` gives ``"antonio-guterres"``.

    Names in other scripts, which leave nothing, give a fingerprint.
    """
    folded = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    plain = re.sub(r"(?<=\w)['’.](?=\w)", "", plain)
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not key:
        return "x" + fingerprint(text)[:12]
    if len(key) > SLUG_LENGTH:
        return key[:SLUG_LENGTH].rstrip("-") + "-" + fingerprint(key)[:8]
    return key


_KINDS = {kind.value: kind for kind in Kind}


def kind_of(iri: str) -> Kind | None:
    """Return the kind of a thing from its IRI, or None when the IRI is not one of ours."""
    if not iri.startswith(ID):
        return None
    return _KINDS.get(iri[len(ID) :].split("/", 1)[0])
