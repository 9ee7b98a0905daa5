"""Which edges a claim makes, in each view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cablegraph.export.claims import ClaimRow
from cablegraph.export.options import ViewName
from cablegraph.export.things import Thing, Things

Link: TypeAlias = tuple[str, str, str]
"""IRI of the source, IRI of the target, kind of the edge."""

_SIGNS = ("neutral", "supports", "opposes")

# What the holder itself, or the newsroom, says of its present position. A claim that somebody else makes, a
# denial, a forecast or a look back has a kind of its own, so that no program can add it to the others.
_PLAIN_STANDINGS = ("own", "reported", None)
_PLAIN_MODALITIES = ("asserted", "planned", None)


def qualifier(claim: ClaimRow) -> str | None:
    """Return the word that keeps a stance apart from plain ones ("imputed", "denied"), or None."""
    if claim.standing not in _PLAIN_STANDINGS:
        return claim.standing
    return None if claim.modality in _PLAIN_MODALITIES else claim.modality


# Who is acting holds the office. Who left it, or waits for it, does not.
_IN_OFFICE = ("current", "acting", None)


def _in_office(kind: str, claim: ClaimRow) -> str:
    return kind if claim.status in _IN_OFFICE else f"{kind}-{claim.status}"


def _qualified(kind: str, claim: ClaimRow) -> str:
    word = qualifier(claim)
    return kind if word is None else f"{kind}-{word}"


def stance_kind(claim: ClaimRow) -> str:
    """Return the kind of the edge from holder to policy: "opposes", "supports-imputed"."""
    sign = (claim.polarity > 0) - (claim.polarity < 0)
    return _qualified(_SIGNS[sign], claim)


def kind_label(kind: str) -> str:
    """Return a kind in words: "holdsOffice" gives "holds office", "opposes-imputed" "opposes (imputed)"."""
    name, _, word = kind.partition("-")
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name)
    return f"{words} ({word})" if word else words


def _office_links(claim: ClaimRow, things: Things) -> Iterator[Link]:
    if claim.person is not None and claim.office is not None:
        yield claim.person, claim.office, _in_office("holdsOffice", claim)
    yield from _work_links(claim, things)


def _work_links(claim: ClaimRow, things: Things) -> Iterator[Link]:
    """Tie a person to the body, and to the country where the body does not already stand for it."""
    if claim.person is None:
        return
    if claim.agency is not None:
        yield claim.person, claim.agency, _in_office("worksFor", claim)
    if claim.country is not None and claim.country != (claim.agency and things.country_of(claim.agency)):
        yield claim.person, claim.country, _in_office("worksFor", claim)


def _stance_links(claim: ClaimRow, _: Things) -> Iterator[Link]:
    if claim.holder is not None and claim.policy is not None:
        yield claim.holder, claim.policy, stance_kind(claim)


def _criticism_links(claim: ClaimRow, _: Things) -> Iterator[Link]:
    if claim.polarity < 0:
        yield from _target_links(claim, "criticises")


def _target_links(claim: ClaimRow, kind: str) -> Iterator[Link]:
    """Tie the holder to the actor that is meant. Nobody is his own target: that is a misreading."""
    if claim.holder is not None and claim.target is not None and claim.holder != claim.target:
        yield claim.holder, claim.target, _qualified(kind, claim)


def _all_links(claim: ClaimRow, things: Things) -> Iterator[Link]:
    yield from _office_links(claim, things)
    yield from _stance_links(claim, things)
    yield from _criticism_links(claim, things)
    if claim.polarity >= 0:
        yield from _target_links(claim, "addresses")


def _plain_stance_links(claim: ClaimRow, things: Things) -> Iterator[Link]:
    if qualifier(claim) is None and claim.polarity:
        yield from _stance_links(claim, things)


def _no_structure(_: Thing) -> Iterator[Link]:
    return iter(())


def _belonging(thing: Thing) -> Iterator[Link]:
    """Tie a thing to the one that it is part of: office to body, body to country, policy to topic."""
    if thing.type == "office" and thing.body is not None:
        yield thing.iri, thing.body, "officeOf"
    elif thing.type in ("office", "organization") and thing.country is not None:
        yield thing.iri, thing.country, "belongsTo"
    elif thing.type == "policy":
        for topic in thing.broader:
            yield thing.iri, topic, "broader"


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at the graph: the edges of a claim, and those that need none."""

    links: Callable[[ClaimRow, Things], Iterator[Link]]
    structure: Callable[[Thing], Iterator[Link]] = _no_structure
    projected: bool = False
    """True when the links are only the material from which undirected edges are made."""


VIEWS: dict[ViewName, View] = {
    ViewName.FULL: View(_all_links, _belonging),
    ViewName.OFFICIALS: View(_work_links, _belonging),
    ViewName.STANCES: View(_stance_links),
    ViewName.CRITICISM: View(_criticism_links),
    ViewName.COLLEAGUES: View(_work_links, projected=True),
    ViewName.AGREEMENT: View(_plain_stance_links, projected=True),
    ViewName.DISAGREEMENT: View(_plain_stance_links, projected=True),
    ViewName.POLICIES: View(_plain_stance_links, projected=True),
}
