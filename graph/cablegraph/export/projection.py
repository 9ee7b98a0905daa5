"""Undirected graphs in which two things are tied because they share a third."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from cablegraph.export.options import ViewName
from cablegraph.export.spans import Span, overlap

# A body with n people makes n(n-1)/2 edges. Beyond this size the knot says nothing and fills the memory.
LARGEST_GROUP = 1000


@dataclass(slots=True)
class Membership:
    """That a thing belongs to a group, on one side: when it was seen there, and in which articles."""

    span: Span | None = None
    articles: set[str] = field(default_factory=set)
    claims: int = 0

    def note(self, span: Span | None, article: str) -> None:
        """Count one more claim that says so."""
        self.claims += 1
        self.articles.add(article)
        if span is not None:
            known = self.span or span
            self.span = min(known[0], span[0]), max(known[1], span[1])


@dataclass(frozen=True, slots=True)
class Rule:
    """Which links are memberships, and which two memberships make an edge."""

    edge_kind: str
    group_type: str
    member_type: str
    grouped_by_target: bool
    """True when the target of a link is the group: person to body. False when the source is."""
    same_side: bool | None
    """Whether the two must be on the same side, on opposite sides, or on any."""


RULES: dict[ViewName, Rule] = {
    ViewName.COLLEAGUES: Rule("sharesBody", "organization", "person", True, None),
    ViewName.AGREEMENT: Rule("agreesWith", "policy", "country", True, True),
    ViewName.DISAGREEMENT: Rule("disagreesWith", "policy", "country", True, False),
    ViewName.POLICIES: Rule("sharesHolders", "", "policy", False, None),
}


@dataclass(slots=True)
class Shared:
    """What two members have in common."""

    groups: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)


class Projection:
    """Memberships by group, collected link by link, then turned into pairs."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._groups: dict[str, dict[tuple[str, str], Membership]] = defaultdict(dict)
        self.too_large: list[str] = []

    def note(self, group: str, member: str, side: str, span: Span | None, article: str) -> None:
        """Add one claim that puts `member` into `group` on `side`."""
        self._groups[group].setdefault((member, side), Membership()).note(span, article)

    def clear(self) -> None:
        """Forget all claims."""
        self._groups.clear()

    def memberships(self) -> Iterator[tuple[str, Membership]]:
        """Yield every member with each of its memberships."""
        for members in self._groups.values():
            for (member, _), membership in members.items():
                yield member, membership

    def pairs(self) -> dict[tuple[str, str], Shared]:
        """Return what every two members share, in order. Groups that are too large are left out, listed."""
        pairs: dict[tuple[str, str], Shared] = defaultdict(Shared)
        for group, members in sorted(self._groups.items()):
            if len(members) > LARGEST_GROUP:
                self.too_large.append(group)
                continue
            for (one, first), (other, second) in combinations(sorted(members.items()), 2):
                if one[0] != other[0] and self._match(one[1], other[1]):
                    _share(pairs[(one[0], other[0])], group, first, second)
        return dict(sorted(pairs.items()))

    def _match(self, one: str, other: str) -> bool:
        return self.rule.same_side is None or (one == other) == self.rule.same_side


def _share(shared: Shared, group: str, one: Membership, other: Membership) -> None:
    if not shared.groups or shared.groups[-1] != group:
        shared.groups.append(group)
    shared.articles |= one.articles | other.articles
    if one.span is not None and other.span is not None:
        both = overlap(one.span, other.span)
        if both is not None:
            shared.spans.append(both)
