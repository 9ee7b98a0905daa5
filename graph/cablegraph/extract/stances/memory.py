"""The options that an article has taken positions on so far: what "it" and "the decision" stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cablegraph.extract.stances.actor import Actor

# Further back than this, "it" and "the move" refer to nothing that a reader would remember.
LONGEST = 250
_NEAR = 90
# A decision so many tokens before a sentence is the one that the sentence is about.
_CLOSE = 30
# So many options are looked at: the nearest, and those that the article begins with.
_KEPT, _OPENING = 60, 10


@dataclass(frozen=True, slots=True)
class Remembered:
    """An option of an earlier claim."""

    index: int
    """The token that heads the option."""
    sentence: int
    """The first token of its sentence."""
    name: str
    verb: str
    """The lemma of what the holder did; empty when it did nothing but speak of the option."""
    act: str
    """What the holder did to the option, as a noun: "withdrawal from the accord"."""
    sign: int
    holder: Actor
    solid: bool
    """True when the option is a measure, not a thing or a person named in passing."""
    decided: bool
    """True when the holder acted: adopted, rejected, left, lifted."""
    charged: bool
    """True when somebody is accused of the option."""
    target: Actor | None = None
    """At whom the position was aimed."""

    @property
    def deed(self) -> str:
        """What was decided, as a noun: the option that was approved, the rejection of one that was not."""
        return self.act if self.sign < 0 else self.name


class Memory:
    """What was remembered of one article, in the order of the text."""

    def __init__(self) -> None:
        self._all: list[Remembered] = []

    def add(self, remembered: Remembered) -> None:
        """Keep an option."""
        self._all.append(remembered)

    def last(self, place: int) -> Remembered | None:
        """Return the last option before a token."""
        return next(self._back(place), None)

    def last_solid(self, place: int) -> Remembered | None:
        """Return the last measure close before a token."""
        return next((m for m in self._back(place) if m.solid and place - m.index <= _NEAR), None)

    def last_wish(self, place: int) -> Remembered | None:
        """Return the last measure close before a token that nobody is accused of: what "the proposal" is."""
        near = (m for m in self._back(place) if m.solid and not m.charged and place - m.index <= _NEAR)
        return next(near, None)

    def last_charge(self, place: int) -> Remembered | None:
        """Return the last thing before a token that somebody was accused of."""
        return next((m for m in self._back(place) if m.charged), None)

    def doer(self, name: str, place: int) -> Actor | None:
        """Return who last did before a token what a name says."""
        done = next((m for m in self._back(place) if m.decided and name == m.deed), None)
        return done.holder if done is not None and not self._is_joint(done) else None

    def protagonist(self, place: int) -> Actor | None:
        """Return who took the article's first decision before a token."""
        done = next((m for m in self._all[:_OPENING] if m.decided and m.index < place), None)
        return done.holder if done is not None and not self._is_joint(done) else None

    def _is_joint(self, done: Remembered) -> bool:
        """Say whether several did a thing together, so that it is nobody's doing: "struck a deal"."""
        return any(
            m.sentence == done.sentence and m.name == done.name and m.holder.key != done.holder.key
            for m in self._all[:_KEPT]
        )

    def imputed(self, holder: Actor, place: int) -> Remembered | None:
        """Return what a holder was last said to be for before a token: what "denials by China" deny."""
        own = (m for m in self._back(place) if m.holder.key == holder.key and m.sign > 0)
        return next(own, None)

    def opponent(self, holder: Actor, place: int) -> Actor | None:
        """Return whose position before a token was aimed last at a holder."""
        aimed = (m for m in self._back(place) if m.target is not None and m.target.key == holder.key)
        return next((m.holder for m in aimed if m.holder.key != holder.key), None)

    def decision(self, place: int, sentence: int, verbs: frozenset[str]) -> Remembered | None:
        """Return what "the decision" is at a token of a sentence: one by some verbs, or without them any.

        It is what the last sentence that decides something did, when that one is close; else what the article
        began with.
        """
        near = [m for m in self._back(place) if _decides(m, verbs)]
        first = next((m for m in self._all[:_OPENING] if m.index < place and _decides(m, verbs)), None)
        on_it = first is not None and bool(near) and first.name == near[0].name
        if near and sentence - near[0].index <= _CLOSE and not on_it:
            return [m for m in near if m.sentence == near[0].sentence][-1]
        return first if first is not None else next(iter(near), None)

    def _back(self, place: int) -> Iterator[Remembered]:
        """Yield what was remembered before a token, nearest first."""
        return (m for m in reversed(self._all[-_KEPT:]) if 0 < place - m.index <= LONGEST)


def _decides(remembered: Remembered, verbs: frozenset[str]) -> bool:
    return remembered.decided and (not verbs or remembered.verb in verbs)
