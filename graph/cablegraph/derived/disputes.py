"""Which claims of one article set themselves against others: "despite denials from China"."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

from cablegraph.model import Entity
from cablegraph_ontology.relations import Claim, Modality, StanceClaim

T = TypeVar("T")

NEAREST = 20
"""A denial is tied to at most this many opposite claims, the nearest in the text. No news article comes near
it; without a limit, a text that repeats two opposite sentences n times would give n * n links."""


def disputes(claims: Sequence[Claim[Entity]]) -> tuple[tuple[int, int], ...]:
    """Return the pairs (denial, denied claim) as positions in `claims`, in order.

    A denial disputes the claims on the same holder and policy whose polarity has the opposite sign. Left out
    are other denials (to deny two extremes is no dispute between the two) and positions of the past.
    """
    opposite: dict[tuple[str, str, bool], list[tuple[int, int]]] = defaultdict(list)
    denials: list[tuple[int, StanceClaim[Entity]]] = []
    for position, claim in enumerate(claims):
        if not isinstance(claim, StanceClaim) or claim.polarity == 0:
            continue
        if claim.modality is Modality.DENIED:
            denials.append((position, claim))
        elif claim.modality is not Modality.PAST:
            opposite[claim.holder.iri, claim.policy.iri, claim.polarity > 0].append((claim.start, position))
    for places in opposite.values():
        places.sort()
    pairs = [
        (position, other)
        for position, denial in denials
        for other in nearest(
            opposite.get((denial.holder.iri, denial.policy.iri, denial.polarity < 0), []), denial.start
        )
    ]
    return tuple(sorted(pairs))


def nearest(places: Sequence[tuple[int, T]], point: int) -> list[T]:
    """Return the values nearest to a point, at most `NEAREST`, given (place, value) in order."""
    middle = bisect_left(places, point, key=itemgetter(0))
    around = list(places[max(0, middle - NEAREST) : middle + NEAREST])
    around.sort(key=lambda place: abs(place[0] - point))
    return [value for _, value in around[:NEAREST]]
