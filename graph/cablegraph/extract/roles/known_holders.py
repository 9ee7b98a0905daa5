"""Whose a bare office is when the article does not say, from the list of who held the highest offices."""

from __future__ import annotations

from cablegraph.extract.roles.implied import Implied, implied
from cablegraph.extract.roles.organs import Organs
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.settled import STATE_CLASSES, Basis, Settled
from cablegraph.model import Mention
from cablegraph.spotting.holder_names import (
    SLACK,
    Parts,
    holders_like,
    is_same_name,
    is_short_name,
    plain_parts,
)
from cablegraph.spotting.names import full_name
from cablegraph_ontology.holders import Holder, holders
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

_LIFE = 20
"""Years before and after a term in which the same person may hold other offices of the country."""

_HELD = {Status.CURRENT, Status.ACTING}


class KnownHolders:
    """Settles ties whose person and title are those of a known holder at the time of the article."""

    def __init__(self, reading: Reading, organs: Organs) -> None:
        self._reading = reading
        self._organs = organs
        self._implied: Implied = implied(reading.lexicon)
        self._named = {s.mention.key for s in reading.annotated.spots if s.mention.key is not None}
        published = reading.annotated.article.date
        self._year = published.year if published is not None else None

    def settle(self, tie: Tie) -> Settled | None:
        """Settle a tie without words for its body or country; None when no holder or more than one fits."""
        belonging = tie.phrase.belonging
        if belonging.country is not None or belonging.body is not None or tie.phrase.plural:
            return None
        if belonging.pronoun is not None or belonging.person is not None:
            return None
        found = self._owners(tie)
        if belonging.noun is not None and not self._is_state_noun(belonging.noun):
            found = {owner: row for owner, row in found.items() if row.body is not None}
        if len(found) > 1:
            found = {owner: row for owner, row in found.items() if owner in self._named}
        if len(found) != 1:
            return None
        return self._settled(tie, next(iter(found.values())))

    def _is_state_noun(self, place: int) -> bool:
        """Tell whether a noun leaves an office one of a state: "the country's president"."""
        noun, words = self._reading.lower(place), self._reading.words
        return noun in words.state_nouns or noun in words.government_nouns

    def _owners(self, tie: Tie) -> dict[str, Holder]:
        """Return the countries and bodies whose holder the person can be, with one holder of each."""
        parts = plain_parts(full_name(tie.person))
        found: dict[str, Holder] = {}
        for known, row in holders_like(full_name(tie.person)):
            owner = row.country or row.body or ""
            if owner not in found and self._is_holder(tie, parts, known, row):
                found[owner] = row
        return found

    def _is_holder(self, tie: Tie, parts: Parts, known: Parts, row: Holder) -> bool:
        fits = self._is_office(tie, row.office)
        if len(parts) > 1 and is_same_name(parts, known):
            if fits:
                return self._in_time(tie, row, 0)
            state = tie.phrase.title.role_class in STATE_CLASSES and row.country is not None
            return state and row.country in self._named and self._in_time(tie, row, _LIFE)
        if not fits or not is_short_name(parts, known, row.called_by_first):
            return False
        return self._in_time(tie, row, 0)

    def _is_office(self, tie: Tie, office: str) -> bool:
        title = tie.phrase.title
        if office in self._reading.lexicon.portfolios:
            portfolio = self._implied.portfolio(tie.phrase.role)
            return title.role_class == "minister" and portfolio is not None and portfolio.key == office
        if holders().fit(title.key, office):
            return True
        words = self._reading.lexicon.titles[office].words
        return title.role_class == "head_of_body" and any(
            w.startswith(tie.phrase.role.lower() + " of ") for w in words
        )

    def _in_time(self, tie: Tie, row: Holder, longer: int) -> bool:
        """Tell whether the article is of a time at which the person can be called so."""
        if self._year is None:
            return True
        since, until = row.since - longer - SLACK, row.until
        if tie.phrase.status == Status.INCOMING:
            since -= SLACK
        held = tie.phrase.status in _HELD | {Status.INCOMING}
        if held and until is not None and self._year > until + longer + SLACK:
            by_title = holders().fit(tie.phrase.title.key, row.office)  # not "Secretary", which is a style
            return by_title and row.country in self._named  # "President Reagan" in a look back
        return self._year >= since

    def _settled(self, tie: Tie, row: Holder) -> Settled:
        if row.country is None:
            return Settled(tie, self._body(tie, row.body or ""), None, Basis.HOLDER)
        country = self._organs.country(row.country)
        assert country is not None
        titles = self._reading.lexicon.titles
        wordings = titles[row.office].words if row.office in titles else ()
        head = self._implied.body(wordings, None, country)
        if head is not None and self._is_office(tie, row.office):
            return Settled(tie, self._organs.of_title(tie, head), country, Basis.HOLDER)
        return Settled(tie, self._organs.agency(tie, None, country), country, Basis.HOLDER)

    def _body(self, tie: Tie, key: str) -> Mention:
        span = self._reading.span(tie.phrase.head_first, tie.phrase.head_last)
        name = self._reading.lexicon.bodies[key].name
        return self._reading.annotated.mention(span, Kind.ORGANIZATION, form=Form.CONTEXT, key=key, name=name)
