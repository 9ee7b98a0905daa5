"""The body and country that the words of a role phrase name, or its title implies."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.implied import Implied, implied
from cablegraph.extract.roles.organs import Organs
from cablegraph.extract.roles.parties import is_party
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.settled import COUNTERPART, Basis, Register, Settled
from cablegraph.model import Mention
from cablegraph.spotting.names import full_name
from cablegraph_ontology.lexicon import Body
from cablegraph_ontology.terms import Kind

_MEMBERS_OF_PARTIES = {"lawmaker", "member-of-parliament", "senator", "representative-legislator", "deputy"}


class OwnWords:
    """Settles ties from their own words."""

    def __init__(self, reading: Reading, organs: Organs, register: Register) -> None:
        self._reading = reading
        self._implied: Implied = implied(reading.lexicon)
        self._organs = organs
        self._register = register
        self._named = Counter(reading.country_of(spot.mention) for spot in reading.annotated.spots)

    def stated(self, tie: Tie) -> Settled | None:
        """Settle a tie that names its body or country, or whose title implies them; else None."""
        if tie.rule == COUNTERPART:
            return None
        belonging = tie.phrase.belonging
        body, country = belonging.body, belonging.country
        known = self._organs.known(body)
        looks_back = (belonging.pronoun, belonging.noun, belonging.person) != (None, None, None)
        unknown = body is not None and known is None  # "attorney general of Oklahoma"
        head = (
            None
            if looks_back or unknown
            else self._implied.body(tie.phrase.wordings(self._reading), known, country)
        )
        if head is not None and known is None and country is None:
            own = self._known_office(tie)
            if own is not None:
                return own
            if self._is_rather_elsewhere(tie, head.country):
                return None  # "Energy Secretary Ed Miliband" in an article about Britain
        if head is not None:
            return Settled(
                tie,
                self._organs.of_title(tie, head),
                self._organs.country(head.country) or country,
                Basis.TITLE,
            )
        if looks_back and (belonging.person is None or (body is None and country is None)):
            return None  # "chair of its Commission": look back first
        if body is None and country is None:
            return None
        if known is not None:
            return self._of_known(tie, known)
        return self._of_unknown(tie)

    def _of_known(self, tie: Tie, known: Body) -> Settled | None:
        """Settle a tie with a body of the lexicon in its words."""
        body, country = tie.phrase.belonging.body, tie.phrase.belonging.country
        if known.kind == "party" and tie.phrase.title.key in _MEMBERS_OF_PARTIES:
            return self._in_chamber(tie, self._organs.country(known.country) or country)
        if tie.phrase.title.role_class in self._reading.words.body_classes:
            country = None  # "a Dutch campaigner with Greenpeace"
        return Settled(tie, body, self._organs.country(known.country) or country, Basis.STATED)

    def _of_unknown(self, tie: Tie) -> Settled | None:
        """Settle a tie with a country, or with a body that the lexicon does not know, in its words."""
        body, country = tie.phrase.belonging.body, tie.phrase.belonging.country
        if country is None and body is not None and body.of is not None and body.of.kind == Kind.COUNTRY:
            country = body.of
        if country is None and body is not None and body.key is not None:
            return None  # a ministry of a country that the article must supply
        if country is None and self._organs.is_of_some_state(body):
            return None  # "Speaker of the National Assembly"
        if country is None:
            return self.local(tie)
        return Settled(
            tie,
            self._organs.agency(tie, body or self._organs.inside_title(tie), country),
            country,
            Basis.STATED,
        )

    def _is_rather_elsewhere(self, tie: Tie, implied: str | None) -> bool:
        """Tell whether the article names another country with such an office more often than the one that
        the title alone implies.
        """
        others = self._reading.words.only.get(tie.phrase.title.key, frozenset())
        return any(self._named[code] > self._named[implied or ""] for code in others - {implied})

    def _known_office(self, tie: Tie) -> Settled | None:
        """Return the same office of the person where its words name a body or country: "NATO Secretary
        General X", "Mexican Foreign Secretary X".
        """
        for other in self._register.of_person(full_name(tie.person)):
            named = other.tie.phrase.belonging
            stated = named.body is not None or named.country is not None
            if stated and other.tie.phrase.title.key == tie.phrase.title.key:
                return Settled(tie, other.body, other.country, Basis.PERSON)
        return None

    def _in_chamber(self, tie: Tie, country: Mention | None) -> Settled | None:
        """Settle a legislator named with a party in the parliament of its country: "Fidesz lawmaker X"."""
        if country is None:
            return None
        own = replace(tie, phrase=replace(tie.phrase, belonging=Belonging(country=country)))
        body = self._organs.agency(tie, self._organs.inside_title(own), country)
        return Settled(tie, body, country, Basis.STATED)

    def local(self, tie: Tie) -> Settled | None:
        """Settle a body that nothing ties to a country; a senator's state is not the body: "of Arizona"."""
        body = tie.phrase.belonging.body
        if body is None or body.key is not None or tie.phrase.belonging.country is not None:
            return None
        chamber = self._reading.words.chambers.get(tie.phrase.title.key)
        if chamber is not None and (not self._organs.is_organ(body) or is_party(self._reading, body)):
            return None
        region = self._organs.region(body)
        if region is None and self._organs.is_side(tie):
            return None
        return Settled(tie, body, self._organs.country(region), Basis.STATED)
