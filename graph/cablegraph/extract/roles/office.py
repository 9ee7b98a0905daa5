"""Finds the body and the country of each tie: from its words, from its title, from the article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cablegraph.extract.roles.antecedents import Antecedents
from cablegraph.extract.roles.guesses import Guesses
from cablegraph.extract.roles.known_holders import KnownHolders
from cablegraph.extract.roles.local_offices import LocalOffices
from cablegraph.extract.roles.named_before import NamedBefore
from cablegraph.extract.roles.organs import Organs
from cablegraph.extract.roles.own_words import OwnWords
from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.setting import Setting
from cablegraph.extract.roles.settled import Basis, Register, Settled, key_of
from cablegraph.extract.roles.unnamed import Unnamed
from cablegraph.spotting.names import full_name
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

DESCRIPTOR = "descriptor"
"""The rule that finds whom "the head of the U.N. refugee agency" means."""


class Offices:
    """Settles the ties of one article, those with a body or country of their own first."""

    def __init__(self, reading: Reading, ties: list[Tie], phrases: tuple[Phrase, ...]) -> None:
        self._reading = reading
        self._ties = ties
        self._phrases = phrases
        owned = {first: full_name(tie.person) for tie in ties for first in tie.phrase.owner_tokens}
        sent = {i for tie in ties if tie.phrase.title.role_class == "envoy" for i in tie.phrase.owner_tokens}
        self._antecedents = Antecedents(reading)
        self._register = Register(reading.tokens)
        self._organs = Organs(reading, self._antecedents)
        self._own_words = OwnWords(reading, self._organs, self._register)
        self._before = NamedBefore(reading, self._antecedents, self._organs, self._register)
        self._unnamed = Unnamed(phrases, ties, self._own_words, self._register)
        self._known = KnownHolders(reading, self._organs)
        self._local = LocalOffices(reading, self._organs)
        self._guesses = Guesses(
            reading, Setting(reading, owned, sent), self._antecedents, self._organs, self._register
        )
        self._settled: dict[int, Settled] = {}

    def settle(self) -> list[Settled]:
        """Return the ties with what they belong to, in their order; those that belong to nothing go."""
        self._attempt(self._own_words.stated)
        self._attempt(self._before.look_back)
        self._attempt(self._unnamed.same_title)
        self._attempt(self._known.settle)
        self._attempt(self._guesses.in_court)
        self._attempt(self._local.settle)
        for basis, number, country in self._guesses.of_countries(self._ties, self._settled):
            tie = self._ties[number]
            found = self._before.look_back(tie) if number not in self._settled else None
            if found is None and number not in self._settled:
                found = self._guesses.in_context(tie, country, basis)
            self._keep(number, found)
        self._attempt(self._before.look_back)
        self._attempt(self._guesses.in_body)
        self._attempt(self._before.look_back)
        self._attempt(self._own_words.local)
        self._attempt(self._guesses.at_home)
        return [self._settled[number] for number in sorted(self._settled)]

    def descriptors(self) -> list[Settled]:
        """Return the role phrases without a name that can mean but one person of the article.

        "The head of the U.N. refugee agency" is whom the article elsewhere calls its High Commissioner.
        """
        tied = {tie.phrase.head_first for tie in self._ties}
        found = []
        for phrase in self._phrases:
            if phrase.head_first in tied or phrase.plural or phrase.determiner not in {"the", "'s"}:
                continue
            if phrase.status != Status.CURRENT or phrase.belonging.pronoun is not None:
                continue
            settled = self._described(phrase)
            if settled is not None:
                found.append(settled)
        return found

    def _described(self, phrase: Phrase) -> Settled | None:
        reading = self._reading
        nobody = reading.annotated.mention(
            reading.span(phrase.first, phrase.last), Kind.PERSON, form=Form.DESCRIPTOR
        )
        probe = self._own_words.stated(Tie(nobody, phrase.first, phrase.last, phrase, DESCRIPTOR))
        if probe is None:
            return None
        holders = {
            full_name(s.tie.person)
            for s in self._register.of_all_persons(20)
            if s.tie.phrase.status in {Status.CURRENT, Status.ACTING} and self._is_office_of(probe, s)
        }
        if len(holders) != 1:
            return None
        person = replace(nobody, name=next(iter(holders)))
        return replace(probe, tie=replace(probe.tie, person=person), basis=Basis.STATED)

    def _is_office_of(self, one: Settled, other: Settled) -> bool:
        """Tell whether two settled roles can be one office: the same body or country, and a title of one
        kind.
        """
        a, b = one.tie.phrase.title, other.tie.phrase.title
        if a.key != b.key and not (a.role_class == b.role_class == "head_of_body"):
            return False
        if key_of(one.body) != key_of(other.body):
            return False
        return key_of(one.country) == key_of(other.country)

    def _attempt(self, way: Callable[[Tie], Settled | None]) -> None:
        for number, tie in enumerate(self._ties):
            if number not in self._settled:
                self._keep(number, way(tie))

    def _keep(self, number: int, found: Settled | None) -> None:
        if found is None or not self._public(found):
            return
        self._settled[number] = found
        self._register.enter(found)
        self._antecedents.remember(found.tie, found.body, found.country)

    def _public(self, found: Settled) -> bool:
        """Tell whether it is a public role: "American academic Marc Lamont Hill" is none."""
        words, title = self._reading.words, found.tie.phrase.title
        if title.role_class in words.no_claim or title.key in words.no_claim:
            return False
        if title.key in words.weak_alone and not self._reading.tokens.capital(found.tie.phrase.head_first):
            return False  # "a psychology major"
        if title.key in words.known_body_only and (
            found.body is None or not self._organs.is_organ(found.body)
        ):
            return False
        needs_body = title.key in words.weak_alone or title.role_class in words.body_classes
        leads = title.role_class == "cleric" and "leader" in found.tie.phrase.role.lower()
        return found.body is not None or not needs_body or leads or title.key in words.of_a_state
