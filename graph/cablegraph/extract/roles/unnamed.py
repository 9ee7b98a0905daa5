"""Titles without a name that say whose office they mean: "The Queensland Premier ... Premier Beattie"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.own_words import OwnWords
from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.settled import Basis, Register, Settled, key_of, office_of
from cablegraph.model import Mention
from cablegraph.spotting.names import full_name
from cablegraph_ontology.relations import Status

_MOST = 40


class Unnamed:
    """Settles bare titles by the same title before, where that names a body or country but no person."""

    def __init__(
        self, phrases: Sequence[Phrase], ties: Sequence[Tie], own_words: OwnWords, register: Register
    ) -> None:
        self._own_words = own_words
        self._register = register
        self._by_title: dict[str, list[Phrase]] = defaultdict(list)
        tied = {tie.phrase.head_first for tie in ties}
        for phrase in phrases:
            if phrase.head_first not in tied and _says_whose(phrase):
                self._by_title[phrase.title.key].append(phrase)

    def same_title(self, tie: Tie) -> Settled | None:
        """Settle a tie by the only body or country that its title had before without a name, or None."""
        if tie.phrase.belonging != Belonging() or tie.phrase.status != Status.CURRENT:
            return None
        before = [p for p in self._by_title.get(tie.phrase.title.key, ())[:_MOST] if p.first < tie.first]
        if len({(key_of(p.belonging.body), key_of(p.belonging.country)) for p in before}) != 1:
            return None
        named = self._own_words.stated(replace(tie, phrase=replace(before[-1], role=tie.phrase.role)))
        if named is None or self._is_taken(tie, named.country):
            return None
        return Settled(tie, named.body, named.country, Basis.BACKWARD)

    def _is_taken(self, tie: Tie, country: Mention | None) -> bool:
        """Tell whether the article gives the office to somebody else."""
        if country is None or country.key is None:
            return False
        holder = self._register.stated_holder(office_of(tie.phrase), country.key)
        return holder is not None and holder != full_name(tie.person)


def _says_whose(phrase: Phrase) -> bool:
    owned = phrase.belonging.country is not None or phrase.belonging.body is not None
    return owned and not phrase.plural and phrase.status == Status.CURRENT
