"""Which policies are wider and narrower than others."""

from __future__ import annotations

from pyoxigraph import NamedNode

from cablegraph_ontology.terms import SKOS
from cablegraph_server.identities import merged_into
from cablegraph_server.reading import node, properties
from cablegraph_server.snapshot import Snapshot

_BROADER = NamedNode(SKOS + "broader")


def broader(snapshot: Snapshot, policy: str) -> list[str]:
    """Return the next wider policies, sorted."""
    return properties(snapshot, policy).iris(_BROADER.value)


def above(snapshot: Snapshot, policy: str) -> list[str]:
    """Return all wider policies, each once, the nearest first."""
    found = [policy]
    for one in found:
        found += [other for other in broader(snapshot, one) if other not in found]
    return found[1:]


def below(snapshot: Snapshot, policy: str) -> set[str]:
    """Return a policy and all narrower ones, those too that were merged into one of them."""
    # What was merged into a narrower policy has the wider ones of that, and is found as narrower itself.
    found, todo = {policy, *merged_into(snapshot, policy)}, [policy]
    while todo:
        quads = snapshot.oxigraph.quads_for_pattern(None, _BROADER, node(todo.pop()), None)
        new = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)} - found
        found |= new
        todo += sorted(new)
    return found
