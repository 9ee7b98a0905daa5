"""Which things are one, as people decided: claims keep what they name, and whoever lists them asks here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from pyoxigraph import NamedNode

from cablegraph_server.reading import Properties, kg, node
from cablegraph_server.snapshot import Snapshot

_NOTHING = "VALUES ?item {}"


def standing_for(snapshot: Snapshot, iri: str) -> str:
    """Return the thing that stands for a thing: the one that it was merged into, or itself."""
    return _merges(snapshot).get(iri, iri)


def merged_into(snapshot: Snapshot, iri: str) -> tuple[str, ...]:
    """Return the things that were merged into a thing, sorted."""
    found = snapshot.oxigraph.quads_for_pattern(None, NamedNode(kg("mergedInto")), node(iri), None)
    return tuple(sorted({q.subject.value for q in found if isinstance(q.subject, NamedNode)}))


def splits(snapshot: Snapshot) -> dict[str, str]:
    """Return from which thing each thing was split off that people split off."""
    return snapshot.once("splits", lambda: _pairs(snapshot, "splitFrom"))


def _merges(snapshot: Snapshot) -> dict[str, str]:
    return snapshot.once("merges", lambda: _pairs(snapshot, "mergedInto"))


def _pairs(snapshot: Snapshot, name: str) -> dict[str, str]:
    """Return what a property ties, read once: people decide a few thousand times at the most."""
    found: dict[str, str] = {}
    for quad in snapshot.oxigraph.quads_for_pattern(None, NamedNode(kg(name)), None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found[quad.subject.value] = quad.object.value
    return found


def meant(snapshot: Snapshot, named: str, said: Properties) -> str:
    """Return the thing that a claim means by a thing that it names, given what is said of the claim."""
    origins = splits(snapshot)
    others = (other for other in said.iris(kg("refersTo")) if origins.get(other) == named)
    return standing_for(snapshot, next(others, named))


def about(snapshot: Snapshot, iri: str, pattern: str) -> tuple[str, ...]:
    """Return patterns that together find all items about a thing, each item by one of them.

    `pattern` binds ?item, and THIS stands for a thing that the item names. Found are the items that name the
    thing, or one that was merged into it, unless a person said that they mean another one of that name.
    """
    origins = splits(snapshot)
    branches = []
    for one in (iri, *merged_into(snapshot, iri)):
        named, origin = node(one), node(origins.get(one, ""))
        if named is None:
            return (_NOTHING,)
        branch = pattern.replace("THIS", str(named))
        if one in origins.values():
            branch += f" FILTER NOT EXISTS {{ ?item kg:refersTo ?other . ?other kg:splitFrom {named} }}"
        branches.append(branch)
        if origin is not None:
            branches.append(f"?item kg:refersTo {named} . {pattern.replace('THIS', str(origin))}")
    return tuple(branches)


def combined(choices: Iterable[Sequence[str]], rest: str = "") -> str:
    """Return the pattern of what meets one pattern of each choice, and the rest.

    All that belongs together stands in one group for each combination: the engine goes from one pattern of a
    group to the next by its indexes, and would else compute whole groups and join them. There is more than
    one combination only where something was merged or split, or where a choice has several patterns itself.
    """
    return " UNION ".join(f"{{ {' '.join(patterns)} {rest} }}" for patterns in product(*choices))


def split_off(snapshot: Snapshot, named: str) -> str:
    """Return the pattern that binds ?off to what ?item means by a thing that was split, given a variable."""
    return f"OPTIONAL {{ ?item kg:refersTo ?off . ?off kg:splitFrom {named} }}" if splits(snapshot) else ""
