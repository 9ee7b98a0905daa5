"""Which claims of one article set themselves against others: "despite denials from China"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

from cablegraph.model import Entity
from cablegraph_ontology.relations import Act, Claim, Modality, StanceClaim, Standing

T = TypeVar("T")

ADJACENT = 3
"""So many characters lie at most between two sentences that follow each other in a paragraph or after one."""

NEAREST = 20
"""A denial is tied to at most this many opposite claims, the nearest in the text. No news article comes near
it; without a limit, a text that repeats two opposite sentences n times would give n * n links."""


def disputes(claims: Sequence[Claim[Entity]]) -> tuple[tuple[int, int], ...]:
    """Return the pairs (denial, denied claim) as positions in `claims`, in order.

    A denial disputes the claims on the same holder and policy whose polarity has the opposite sign. When
    there is none, it disputes what others said of the holder in the sentence before it or in its own, however
    they called the policy: "He expects a softer line, despite denials from China." An accusation is said of
    its target: "Peru accused Chile of torture; Chile denied it." Left out are other denials (to deny two
    extremes is no dispute between the two) and positions of the past.
    """
    opposite: dict[tuple[str, str, bool], list[tuple[int, int]]] = defaultdict(list)
    told: dict[tuple[str, bool], list[tuple[int, int]]] = defaultdict(list)
    denials: list[tuple[int, StanceClaim[Entity]]] = []
    for position, claim in enumerate(claims):
        if not isinstance(claim, StanceClaim) or claim.polarity == 0:
            continue
        if claim.modality is Modality.DENIED:
            denials.append((position, claim))
        elif claim.modality is not Modality.PAST:
            opposite[claim.holder.iri, claim.policy.iri, claim.polarity > 0].append((claim.start, position))
            if claim.standing is Standing.IMPUTED:
                told[claim.holder.iri, claim.polarity > 0].append((claim.start, position))
            if claim.act is Act.ACCUSE and claim.polarity < 0 and claim.target is not None:
                opposite[claim.target.iri, claim.policy.iri, True].append((claim.start, position))
                told[claim.target.iri, True].append((claim.start, position))
    for places in (*opposite.values(), *told.values()):
        places.sort()
    pairs: list[tuple[int, int]] = []
    for position, denial in denials:
        positive = denial.polarity < 0
        same = nearest(opposite.get((denial.holder.iri, denial.policy.iri, positive), []), denial.start)
        found = same or _just_said(claims, denial, told.get((denial.holder.iri, positive), []))
        pairs += [(position, other) for other in found]
    return tuple(sorted(pairs))


def _just_said(
    claims: Sequence[Claim[Entity]], denial: StanceClaim[Entity], told: list[tuple[int, int]]
) -> list[int]:
    """Return the positions of claims in the sentence of a denial, or in the one right before it."""
    after = bisect_right(told, denial.start, key=itemgetter(0))
    near = [p for _, p in told[max(0, after - NEAREST) : after] if denial.start - claims[p].end <= ADJACENT]
    last = max((claims[p].start for p in near), default=0)
    return [p for p in near if claims[p].start == last]


def nearest(places: Sequence[tuple[int, T]], point: int) -> list[T]:
    """Return the values nearest to a point, at most `NEAREST`, given (place, value) in order."""
    middle = bisect_left(places, point, key=itemgetter(0))
    around = list(places[max(0, middle - NEAREST) : middle + NEAREST])
    around.sort(key=lambda place: abs(place[0] - point))
    return [value for _, value in around[:NEAREST]]
