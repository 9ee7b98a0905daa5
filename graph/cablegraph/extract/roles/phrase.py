"""Role phrases: "former Chinese deputy foreign minister", "spokesman for the Indonesian military"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cablegraph.extract.roles.before_title import BeforeTitle
from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.complements import LOCAL_CLASSES, Complements
from cablegraph.extract.roles.function_words import DETERMINERS, HYPHENS, POSSESSIVES
from cablegraph.extract.roles.reading import Reading, body_named
from cablegraph.spotting.phrases import Phrases
from cablegraph_ontology.lexicon import Title
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

_OF_STATES = {"head_of_state", "head_of_government", "minister", "envoy", "royal", "legislator", "officer"}

_SIT_FOR_A_PLACE = {"member", "state-legislator", "member-of-parliament"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A role phrase: tokens `first` to `last`, with the title at `head_first` to `head_last`."""

    first: int
    last: int
    head_first: int
    head_last: int
    title: Title
    plural: bool
    role: str
    status: Status
    belonging: Belonging
    determiner: str = ""
    """"the", "a", "his", "'s" or nothing."""
    place: bool = False
    """True when a complement ("of the World Bank") follows the title."""
    owner_tokens: tuple[int, ...] = ()
    """First tokens of the countries and bodies in the phrase."""

    def wordings(self, reading: Reading) -> list[str]:
        """Return the phrase as worded, from the longest to the title alone, to look it up."""
        start = self.first
        if reading.lower(start) in DETERMINERS | POSSESSIVES:
            start += 1
        return [
            reading.words_of(start, self.last),
            reading.words_of(start, self.head_last),
            self.role,
            reading.words_of(self.head_first, self.head_last),
        ]


class PhraseReader:
    """Reads the role phrase around a title."""

    def __init__(self, reading: Reading, modifiers: Phrases[str]) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._modifiers = modifiers

    def read(self, head_first: int, head_last: int, title: Title, plural: bool) -> Phrase:
        """Return the phrase around a title."""
        left = BeforeTitle(self._reading, self._modifiers, head_first, title)
        owner = self._reading.spot(head_first)
        if owner is not None:
            left.inside(owner)
        left.walk()
        status, last = self._after_title(head_last, left.status)
        party = self._reading.spot(last + 1) if title.key == "opposition-leader" else None
        if party is not None and party.mention.kind == Kind.ORGANIZATION:  # "leader of the opposition Greens"
            left.belonging, last = left.belonging.join(Belonging(body=party.mention)), party.last
        after = Complements(self._reading).read(last + 1, title)
        if after.belonging.body is not None and title.role_class not in _OF_STATES:
            left.leave_topic(after.belonging.body)
        if title.key in _SIT_FOR_A_PLACE and self._is_constituency(last + 1, after.belonging):
            if title.key == "member":
                title = self._reading.lexicon.titles["member-of-parliament"]
            after = replace(
                after, belonging=Belonging(), topic=(self._reading.words_of(last + 1, after.last),)
            )
        role = " ".join([*left.role, self._reading.words_of(head_first, head_last), *after.topic])
        belonging = left.belonging.with_organ(self._reading).join(after.belonging)
        if title.key in self._reading.words.prelates and belonging == Belonging():
            belonging = self._church(left.first, head_first)
        if title.role_class in LOCAL_CLASSES:
            belonging = belonging.with_city(self._reading)
        return Phrase(
            first=left.first,
            last=max(last, after.last),
            head_first=head_first,
            head_last=head_last,
            title=title,
            plural=plural,
            role=role.replace(" - ", "-"),
            status=status,
            belonging=belonging,
            determiner=left.determiner,
            place=after.last > last,
            owner_tokens=tuple(sorted(left.owner_tokens)),
        )

    def _is_constituency(self, place: int, found: Belonging) -> bool:
        """Tell whether a place follows "member for": "the member for Papineau" sits in a parliament."""
        body = found.body
        if self._reading.lower(place) != "for" or (body is not None and body.key is not None):
            return False
        if body is None:
            return found.person is not None  # the model takes "Owen Sound" for a person
        return not set(body.text.lower().split()) & self._reading.words.organ_nouns

    def _church(self, first: int, after: int) -> Belonging:
        """Return the church that an adjective before a cleric names: "Roman Catholic Archbishop X"."""
        for place in range(first, after):
            name = self._reading.words.churches.get(self._reading.lower(place))
            if name is not None:
                key = body_named(self._reading.lexicon, name)
                return Belonging(body=self._reading.organization(place, place, name=name, key=key))
        return Belonging()

    def _after_title(self, last: int, status: Status) -> tuple[Status, int]:
        """Return the status and the last token with "-elect", "-designate" or "emeritus" after the title."""
        if self._reading.lower(last + 1) == "emeritus":
            return Status.FORMER, last + 1
        if self._reading.lower(last + 1) in HYPHENS:
            match = self._modifiers.at(self._tokens, last + 2)
            if match is not None and match[1] == Status.INCOMING:
                return Status.INCOMING, match[0]
        return status, last
