"""Finding a thing of the graph by what a person calls it: an IRI, an id, a code, a name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cablegraph_ontology.terms import ID

if TYPE_CHECKING:
    from cablegraph.export.things import Thing, Things


class UnknownThingError(LookupError):
    """No thing of the graph, or more than one, has the name. The message says what is near."""

    def __str__(self) -> str:
        return str(self.args[0])


Names = Callable[["Thing"], Iterable[str | None]]

# From the surest to the weakest: a code goes before a name, a name before another wording of something else.
_NAMES: tuple[Names, ...] = (
    lambda thing: (thing.iri, thing.id, thing.id.rpartition("/")[2]),
    lambda thing: (thing.label,),
    lambda thing: thing.aliases,
)


def find(things: Things, name: str, types: tuple[str, ...]) -> Thing:
    """Return the thing of one of the types ("country", "policy") that has this IRI, id, key or name.

    Case does not matter. Raises UnknownThingError when there is none, or more than one.
    """
    known = [thing for type_ in types for thing in things.of_type(type_)]
    wanted = name.removeprefix(ID).casefold()
    for names in _NAMES:
        found = [t for t in known if any(n is not None and _plain(n) == wanted for n in names(t))]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownThingError(f"{name!r} names several: {', '.join(thing.id for thing in found)}")
    labels = {thing.name: thing.id for thing in known}
    near = difflib.get_close_matches(name, labels, n=3, cutoff=0.5)
    hint = f"; near: {', '.join(f'{label} ({labels[label]})' for label in near)}" if near else ""
    raise UnknownThingError(f"no {' or '.join(types)} {name!r} in this graph{hint}")


def _plain(name: str) -> str:
    return name.removeprefix(ID).casefold()
