"""The body and country that a role takes from what the article named elsewhere: "his spokesman", "X's
successor", another role of the same person.
"""

from __future__ import annotations

from dataclasses import replace

from cablegraph.extract.roles.antecedents import Antecedents
from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.organs import Organs
from cablegraph.extract.roles.parties import is_party
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.settled import COUNTERPART, STATE_CLASSES, Basis, Register, Settled
from cablegraph.spotting.names import full_name
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

_OF_BODIES = {"head_of_body", "deputy_head_of_body", "executive", "head_of_state", "deputy"}
"""Classes of which a firm or an institute has several officers; a firm has a president too."""
_RUN_FOR_OFFICE = {"candidate", "candidate-for-high-office", "nominee", "running-mate"}
_HEADS = {"head_of_state", "head_of_government"}
_ORGAN_CLASSES = {"legislator", "officer", "police", "judge"}


class NamedBefore:
    """Settles ties by antecedents."""

    def __init__(
        self, reading: Reading, antecedents: Antecedents, organs: Organs, register: Register
    ) -> None:
        self._reading = reading
        self._antecedents = antecedents
        self._organs = organs
        self._register = register

    def look_back(self, tie: Tie) -> Settled | None:
        """Settle a tie by what its words point back to, by its person, or by a role beside it."""
        return (
            self._backward(tie)
            or self._of_person(tie)
            or self._beside(tie)
            or self._in_series(tie)
            or self._joined(tie)
        )

    def _beside(self, tie: Tie) -> Settled | None:
        """Take the body and country of the holder named just before: "President X and the president-elect,
        Y".
        """
        shadow = tie.phrase.role.lower().startswith("shadow ")
        if not shadow and tie.phrase.status in {Status.CURRENT, Status.FORMER}:
            return None
        if tie.phrase.belonging != Belonging():
            return None
        if shadow:
            return self._shadow(tie, tie.phrase.role.lower().removeprefix("shadow "))
        for other in self._register.in_sentence(tie):
            same = other.tie.first < tie.first and other.tie.phrase.title.key == tie.phrase.title.key
            if same and not self._country_between(other.tie, tie):
                return Settled(tie, other.body, other.country, Basis.BACKWARD)
        return None

    def _country_between(self, one: Tie, other: Tie) -> bool:
        """Tell whether a country is named between two ties: "Paraguayan Foreign Minister X; with Panamanian
        President Y and Acting Foreign Minister Z".
        """
        spots = (self._reading.spot(place) for place in range(one.last + 1, other.first))
        return any(s is not None and s.mention.kind == Kind.COUNTRY for s in spots)

    def _joined(self, tie: Tie) -> Settled | None:
        """Take the country of the head joined to a minister: "Panamanian President X and Minister Y"."""
        phrase = tie.phrase
        if phrase.belonging != Belonging() or phrase.title.role_class not in {"minister", "deputy"}:
            return None
        place = phrase.first - 1
        while self._reading.lower(place) in {",", "and"}:
            place -= 1
        before = self._reading.person(place) if place < phrase.first - 1 else None
        for other in self._register.in_sentence(tie):
            country = other.tie.phrase.belonging.country
            if before is None or other.tie.first != before.first or country is None:
                continue
            if other.tie.phrase.title.role_class in _HEADS and country.key is not None:
                return Settled(tie, self._organs.agency(tie, None, country), country, Basis.BACKWARD)
        return None

    def _shadow(self, tie: Tie, role: str) -> Settled | None:
        """Take the country of the minister whom a shadow minister faces."""
        other = self._register.of_role(role)
        if other is None or other.country is None:
            return None
        return Settled(tie, self._organs.agency(tie, None, other.country), other.country, Basis.BACKWARD)

    def _in_series(self, tie: Tie) -> Settled | None:
        """Take the body of the officer named just before: "Acme chairman X, vice-president Y and director
        Z".
        """
        place = tie.phrase.first - 1
        if tie.phrase.belonging != Belonging() or tie.phrase.determiner or tie.phrase.place:
            return None
        if self._reading.titled(tie.phrase.head_last + 1):
            return None  # "Chief Presidential Adviser X"
        if any(word in self._reading.words.organ_nouns for word in tie.phrase.role.lower().split()):
            return None  # "Deputy Central Bank Governor X" has a body of its own
        if self._reading.lower(place) not in {",", "and"} or tie.phrase.title.role_class not in _OF_BODIES:
            return None
        before = self._reading.person(place - 1) or self._reading.person(place - 2)
        for other in self._register.in_sentence(tie):
            beside = before is not None and other.tie.first == before.first and other.body is not None
            if beside and other.tie.phrase.title.role_class in _OF_BODIES:
                return Settled(tie, other.body, other.country, Basis.BACKWARD)
        return None

    def _counterpart(self, tie: Tie) -> Settled | None:
        """Settle "her Peruvian colleague", "his successor": the same office, of another country or time."""
        name = self._antecedents.person(tie.phrase.belonging, tie)
        roles = self._register.of_person(name) if name is not None else []
        left = [r for r in roles if r.tie.phrase.status == Status.FORMER and tie.phrase.role == "successor"]
        other = next(iter(left + roles), None)
        if other is None:
            return None
        model = other.tie.phrase
        status = Status.FORMER if tie.phrase.role.lower() == "predecessor" else Status.CURRENT
        same = replace(tie, phrase=replace(tie.phrase, title=model.title, role=model.role, status=status))
        country = tie.phrase.belonging.country
        if country is None:
            return Settled(same, other.body, other.country, Basis.BACKWARD)
        return Settled(same, self._organs.agency(same, None, country), country, Basis.BACKWARD)

    def _backward(self, tie: Tie) -> Settled | None:
        if tie.rule == COUNTERPART:
            return self._counterpart(tie)
        belonging = tie.phrase.belonging
        if self._organs.noun_organ(tie) is not None:
            return None
        found = self._antecedents.owner(belonging, tie)
        if found is None:
            return None
        body, country = found
        if tie.phrase.title.role_class == "member" and tie.phrase.title.key in _RUN_FOR_OFFICE:
            body = body if body is not None and is_party(self._reading, body) else None
        if belonging.body is not None:
            body = self._organs.part_of(belonging.body, body)
        known = self._organs.known(body)
        if known is not None:
            country = self._organs.country(known.country)
        if country is None:
            return Settled(tie, body, None, Basis.BACKWARD) if body is not None else None
        if country.key not in self._reading.words.only.get(tie.phrase.title.key, {country.key}):
            return None  # "his secretary of state" is of no state without one
        return Settled(tie, self._organs.agency(tie, body, country), country, Basis.BACKWARD)

    def _of_person(self, tie: Tie) -> Settled | None:
        """Take body and country from another role of the same person in this article."""
        if tie.rule == COUNTERPART:
            return None
        others = self._register.of_person(full_name(tie.person))
        for other in others:
            if self._same_office(tie, other.tie):
                return Settled(tie, other.body, other.country, Basis.PERSON)
        if tie.phrase.title.role_class not in STATE_CLASSES | _ORGAN_CLASSES | {"adviser"}:
            return None
        origin = self._antecedents.origin(full_name(tie.person))
        if origin is not None:
            return Settled(
                tie, self._organs.agency(tie, tie.phrase.belonging.body, origin), origin, Basis.PERSON
            )
        for other in others:
            if other.country is not None:
                body = self._organs.agency(tie, tie.phrase.belonging.body, other.country)
                return Settled(tie, body, other.country, Basis.PERSON)
        return None

    def _same_office(self, one: Tie, other: Tie) -> bool:
        if one.phrase.title.key == other.phrase.title.key:
            return True
        short, long = sorted((one.phrase.role.lower(), other.phrase.role.lower()), key=len)
        return long.endswith(short) or long.startswith((f"{short} of ", f"{short} for ", f"{short} to "))
