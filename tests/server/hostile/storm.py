"""Many attacks at once, and a look at how each one ended."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.server.hostile.attacks import BROKEN, Attack
from tests.server.hostile.server import Answer, ask

_EXPLAINED = (400, 403, 413, 415, 422, 503, 504)
_TRACES = (b"root:", b"Traceback", b"/site-packages/")


@dataclass(frozen=True, slots=True)
class Outcome:
    """An attack, and the answer to it."""

    attack: Attack
    answer: Answer

    @property
    def end(self) -> int:
        """The status, or BROKEN for an answer that began well and was broken off."""
        return self.answer.status if self.answer.whole or self.answer.status != 200 else BROKEN


def storm(port: int, wanted: Sequence[Attack], clients: int) -> list[Outcome]:
    """Send all attacks by some clients at once; return the outcomes in the same order."""
    with ThreadPoolExecutor(clients) as pool:
        answers = pool.map(lambda attack: ask(port, attack.request), wanted)
        return [Outcome(attack, answer) for attack, answer in zip(wanted, answers, strict=True)]


def faults(outcome: Outcome) -> list[str]:
    """Return what is wrong with the answer to an attack."""
    answer = outcome.answer
    found = []
    if outcome.end not in outcome.attack.ends:
        found.append(f"it ended with {outcome.end}: {answer.body[:300]!r}")
    if b"X-Injected" in answer.head:
        found.append(f"a header was injected: {answer.head!r}")
    found += [f"{trace!r} is in the answer" for trace in _TRACES if trace in answer.body]
    is_problem = b"problem+json" in answer.head
    if is_problem and outcome.end in _EXPLAINED and b'"detail"' not in answer.body:
        found.append("the problem has no detail")
    return found
