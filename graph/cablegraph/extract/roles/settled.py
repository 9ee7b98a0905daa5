"""Ties that have found their body and country, and what is known from them for the ties still open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.scene import Tie
from cablegraph.model import Mention
from cablegraph.spotting.names import full_name
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.relations import Status

STATE_CLASSES = {"head_of_state", "head_of_government", "minister", "deputy", "envoy", "royal"}
"""A title of these is an office of a state, so that the article may supply which."""

COUNTERPART = "counterpart_name"
"""The rule whose ties have no title of their own."""

_MOST_OF_PERSON = 40
_MOST_IN_SENTENCE = 40


class Basis(StrEnum):
    """Where the body and country of a role come from; part of the name of the rule."""

    STATED = ""
    TITLE = ""
    BACKWARD = "_by_antecedent"
    PERSON = "_by_person"
    HOLDER = "_by_known_holder"
    CONTEXT = "_in_context"
    UNCLEAR = "_in_unclear_context"


@dataclass(frozen=True, slots=True)
class Settled:
    """A tie with its body and country."""

    tie: Tie
    body: Mention | None
    country: Mention | None
    basis: Basis


class Register:
    """The roles of one article settled so far: by person, by sentence, and who holds which office."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._by_person: dict[str, list[Settled]] = defaultdict(list)
        self._by_sentence: dict[int, list[Settled]] = defaultdict(list)
        self._with_country: dict[str, Settled] = {}
        self._holders: dict[tuple[str, str], str] = {}
        self._stated_holders: dict[tuple[str, str], str] = {}

    def enter(self, found: Settled) -> None:
        """Add a role; the first holder of an office stays its holder."""
        name = full_name(found.tie.person)
        self._by_person[name].append(found)
        self._by_sentence[self._tokens.sentence(found.tie.first)].append(found)
        if found.country is not None:
            self._with_country.setdefault(found.tie.phrase.role.lower(), found)
        key = found.country.key if found.country is not None else None
        if key is None or found.tie.phrase.status != Status.CURRENT:
            return
        office = (office_of(found.tie.phrase), key)
        self._holders.setdefault(office, name)
        if found.basis == Basis.STATED:
            self._stated_holders.setdefault(office, name)

    def of_person(self, name: str) -> list[Settled]:
        """Return the roles of a person, at most 40."""
        return self._by_person.get(name, [])[:_MOST_OF_PERSON]

    def in_sentence(self, tie: Tie) -> list[Settled]:
        """Return the roles in the sentence of a tie, at most 40."""
        return self._by_sentence.get(self._tokens.sentence(tie.first), [])[:_MOST_IN_SENTENCE]

    def of_role(self, role: str) -> Settled | None:
        """Return the first role of a country with a wording in small letters, or None."""
        return self._with_country.get(role)

    def of_all_persons(self, most: int) -> list[Settled]:
        """Return the roles of all persons, of each at most a number."""
        return [role for roles in self._by_person.values() for role in roles[:most]]

    def holder(self, office: str, country: str) -> str | None:
        """Return who holds an office of a country now, or None."""
        return self._holders.get((office, country))

    def stated_holder(self, office: str, country: str) -> str | None:
        """Return of whom the article says in so many words that he or she holds an office now, or None."""
        return self._stated_holders.get((office, country))


def office_of(phrase: Phrase) -> str:
    """Return what one person holds at a time: a minister's office is told by the role, others by the
    title.
    """
    if phrase.title.role_class in {"minister", "deputy", "envoy", "adviser", "head_of_body", "official"}:
        return phrase.role.lower()
    return phrase.title.key


def key_of(mention: Mention | None) -> str | None:
    """Return what tells one body or country from another: its id, else its name."""
    if mention is None:
        return None
    return mention.key or full_name(mention).lower()
