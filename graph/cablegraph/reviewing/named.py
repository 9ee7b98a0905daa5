"""Finding a thing or a claim of a store by what a person types: an IRI, a short id, a key, a name."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from cablegraph.store import Store
from cablegraph_ontology.terms import ID, KG, Graph, Kind

NEAR = 3
"""So many near names are told when a name is not known."""


class UnknownNameError(LookupError):
    """Nothing in the graph has the name, or several things have it. The message says what is near."""

    def __str__(self) -> str:
        return str(self.args[0])


_LABELS = f"""
SELECT ?thing ?label ?final WHERE {{ GRAPH <{Graph.ENTITIES}> {{
  ?thing rdfs:label ?label . OPTIONAL {{ ?thing kg:mergedInto ?final }}
}} }}"""


@dataclass(frozen=True, slots=True)
class Named:
    """What the things of a store are called."""

    labels: dict[str, str]
    """The label of every thing, by IRI."""
    merged: dict[str, str]
    """What stands for a thing that was merged away."""

    @classmethod
    def of(cls, store: Store) -> Named:
        """Read the labels of all things."""
        rows = sorted(store.rows(_LABELS))
        return cls({row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows if row[2]})

    def label(self, thing: str) -> str:
        """Return what to call a thing: its label, or its short id when the graph does not describe it."""
        return self.labels.get(thing, short(thing))

    def find(self, words: str) -> str:
        """Return the IRI of the thing with this IRI, id ("person/qin-gang"), key ("qin-gang") or label.

        A label names the thing that stands for those merged into it. Case does not matter. Raises
        UnknownNameError when nothing has the name, or more than one thing.
        """
        wanted = short(words.strip()).casefold()
        by_key, by_label = defaultdict(list), defaultdict(list)
        for thing, label in self.labels.items():
            if short(thing).casefold() == wanted:
                return thing
            by_key[_key(thing)].append(thing)
            if thing not in self.merged:
                by_label[label.casefold()].append(thing)
        for found in (by_key.get(wanted, []), by_label.get(wanted, [])):
            if len(found) == 1:
                return found[0]
            if found:
                ids = ", ".join(short(thing) for thing in found[:10])
                raise UnknownNameError(f"{words!r} names several things: {ids}; type one of these")
        raise UnknownNameError(f"nothing in the graph is called {words!r}{self._near(wanted)}")

    def _near(self, wanted: str) -> str:
        names = {label.casefold(): thing for thing, label in sorted(self.labels.items(), reverse=True)}
        names |= {_key(thing): thing for thing in sorted(self.labels, reverse=True)}
        near = difflib.get_close_matches(wanted.rpartition("/")[2], names, n=2 * NEAR, cutoff=0.6)
        things = list(dict.fromkeys(names[name] for name in near))[:NEAR]
        if not things:
            return "; `cablegraph people` and `cablegraph bodies` list what is"
        return "; near: " + ", ".join(f"{short(thing)} ({self.labels[thing]})" for thing in things)


def find_claim(store: Store, words: str) -> str:
    """Return the IRI of the claim with this IRI, id ("claim/0123456789ab") or 12 digits.

    Raises UnknownNameError when the graph has no such claim.
    """
    digits = short(words.strip()).removeprefix("claim/").casefold()
    claim = f"{ID}{Kind.CLAIM.value}/{digits}"
    if not digits.isalnum() or not has_claim(store, claim):
        raise UnknownNameError(
            f"no claim {words!r} in the graph; a claim is named by the 12 digits at the end of its IRI, as "
            "in `cablegraph query 'SELECT ?c ?quote { ?c kg:quote ?quote }'`"
        )
    return claim


def has_claim(store: Store, claim: str) -> bool:
    """Tell whether the graph has a claim. It has not when its article was changed or is read otherwise."""
    quads = store.oxigraph.quads_for_pattern(ox.NamedNode(claim), ox.NamedNode(KG + "quote"), None, None)
    return next(iter(quads), None) is not None


def short(iri: str) -> str:
    """Return the id of a thing: its IRI without the part that all have in common."""
    return iri.removeprefix("<").removesuffix(">").removeprefix("id:").removeprefix(ID)


def _key(thing: str) -> str:
    return thing.rpartition("/")[2].casefold()
