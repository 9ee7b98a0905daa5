"""The rules that read lists: who got which post in a cabinet, who ran for which party."""

from __future__ import annotations

from collections.abc import Iterator

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.parties import is_contest, is_party, of_party
from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Scene, Tie
from cablegraph.model import Mention, Spot
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

_COLONS = {":", "-", "--", "–", "—"}
_BULLETS = "*-–—•· \t"
_LONGEST_PARTY = 7


def title_colon_name(scene: Scene) -> Iterator[Tie]:
    """ "Defence Secretary: Liam Fox (Conservative)": a line of a list."""
    reading = scene.reading
    for phrase in scene.phrases:
        place = phrase.last + 1
        if phrase.plural or reading.lower(place) not in _COLONS or not _opens_line(reading, phrase.first):
            continue
        spot = scene.person_at(place + 1)
        if spot is not None and _ends_line(reading, scene.after_details(spot)):
            yield scene.tie(spot, phrase, "title_colon_name")


def name_bracket_party(scene: Scene) -> Iterator[Tie]:
    """ "Jill Stein (Green Party) received 400 votes": a candidate with the party in brackets."""
    reading = scene.reading
    for spot in scene.people:
        opening = spot.last + 1
        if reading.lower(opening) != "(" or " " not in spot.mention.text or not is_contest(reading, opening):
            continue
        closing = next(
            (i for i in range(opening + 1, opening + _LONGEST_PARTY) if reading.lower(i) == ")"), None
        )
        body = _party(reading, opening + 1, closing - 1) if closing is not None else None
        if body is not None and closing is not None:
            yield from _candidate(scene, spot, opening, closing, body)


def _candidate(scene: Scene, spot: Spot, first: int, last: int, body: Mention) -> Iterator[Tie]:
    title = scene.title_named("member")
    if title is None or _has_title(scene, spot):
        return
    phrase = Phrase(
        first, last, first, last, title, False, "", Status.CURRENT, Belonging(body=body), "the", True
    )
    yield scene.tie(spot, of_party(scene, phrase), "name_of_body")


def _has_title(scene: Scene, spot: Spot) -> bool:
    """Tell whether a title stands before a name, so that the party only describes its holder."""
    return spot.first - 1 in scene.reading.title_words


def _party(reading: Reading, first: int, last: int) -> Mention | None:
    """Return the party that some words name: "Green Party", "Labour", "UKIP"; None when they name none."""
    if reading.lower(first) == "the":
        first += 1
    if last < first:
        return None
    spot = reading.spot(first)
    whole = spot is not None and spot.first == first and spot.last == last
    if whole and spot is not None and spot.mention.kind == Kind.ORGANIZATION:
        return spot.mention if is_party(reading, spot.mention) else None
    words = range(first, last + 1)
    if not all(reading.tokens.capital(i) or reading.lower(i) in {"of", "and", "for"} for i in words):
        return None
    named = reading.lower(last) == "party" or reading.lower(first) in reading.words.party_adjectives
    return reading.organization(first, last) if named else None


def _opens_line(reading: Reading, place: int) -> bool:
    """Tell whether a token opens its block, after a bullet, a number or more words of its title at most."""
    annotated = reading.annotated
    while (
        place > 0
        and _goes_on(reading, place - 1)
        and reading.paragraph(place - 1) == reading.paragraph(place)
    ):
        place -= 1
    start, _ = annotated.bounds(annotated.doc[place : place + 1])
    before = annotated.article.text[reading.paragraph(place) : start]
    return len(before) < 6 and not before.strip(_BULLETS + "0123456789.")


def _goes_on(reading: Reading, place: int) -> bool:
    """Tell whether a word may stand in a title of several fields: "Energy and Climate Change Secretary"."""
    noun = reading.tokens.capital(place) and reading.tokens.tag[place].startswith(("NN", "JJ"))
    return noun or reading.lower(place) in {"and", "for", "of", "the"}


def _ends_line(reading: Reading, place: int) -> bool:
    """Tell whether a block ends before a token, or with the stop there."""
    doc = reading.annotated.doc
    if place < len(doc) and doc[place].text in {".", ";", ","}:
        place += 1
    if place < len(doc) and doc[place].is_space:
        place += 1
    return place >= len(doc) or reading.paragraph(place) != reading.paragraph(place - 1)
