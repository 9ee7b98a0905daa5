"""Somebody who may hold a position: what the parts that look for holders hand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cablegraph.model import Mention
from cablegraph_ontology.lexicon import Form

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRST = frozenset({"i", "we", "us", "our", "me", "my", "ourselves"})
HE = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves", "both", "themself"})


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """Somebody who may hold a position or be addressed. `mention` is whose position it is."""

    mention: Mention
    token: Token
    person: Mention | None = None
    """The official on record, when a person speaks for `mention`."""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two actors the same within an article."""
        return self.mention.kind, self.mention.key or (self.mention.name or self.mention.text).lower()


def is_first(token: Token) -> bool:
    """Say whether a word is "we" or "I"; "US" is a country."""
    return token.lower_ in FIRST and token.text != "US"


def is_named(actor: Actor | None) -> bool:
    """Say whether an actor has a name, not only a noun such as "troops"."""
    return actor is not None and actor.mention.form != Form.DESCRIPTOR
