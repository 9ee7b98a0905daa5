"""Filling the edge table: from claims, from what things are part of, and from what they share."""

from __future__ import annotations

from cablegraph.export.attributes import Attributes, claim_attributes, span_attributes
from cablegraph.export.claims import ClaimRow, Source, read_claims
from cablegraph.export.edge_table import NO_CLAIM, EdgeTable
from cablegraph.export.filters import passes
from cablegraph.export.options import Options
from cablegraph.export.projection import Projection, Rule
from cablegraph.export.queryable import Queryable
from cablegraph.export.spans import spells
from cablegraph.export.things import Things
from cablegraph.export.views import VIEWS, Link, View
from cablegraph_ontology.terms import ID


def collect(
    store: Queryable,
    options: Options,
    things: Things,
    sources: dict[str, Source],
    table: EdgeTable,
    projection: Projection | None,
) -> int:
    """Read the claims into the table or the projection; return how many passed the filters."""
    view, test, count = VIEWS[options.view], passes(options, things), 0
    for claim in read_claims(store, list(sources)):
        if not test(claim):
            continue
        links = list(view.links(claim, things))
        count += bool(links)
        if projection is not None:
            for link in links:
                _note(projection, projection.rule, link, claim, things)
            continue
        if not links:
            continue
        attributes = claim_attributes(claim, things, sources[claim.article].address)
        when = () if claim.span is None else (claim.span,)
        short = claim.iri.removeprefix(ID)
        for place, link in enumerate(links, 1):
            table.add(link, count, short if place == 1 else f"{short}-{place}", attributes, when)
    return count


def _note(projection: Projection, rule: Rule, link: Link, claim: ClaimRow, things: Things) -> None:
    """Count a link as a membership when its ends are of the types that the rule wants."""
    source, target, kind = link
    group, member = (target, source) if rule.grouped_by_target else (source, target)
    if rule.group_type not in ("", things.get(group).type) or things.get(member).type != rule.member_type:
        return
    projection.note(group, member, "" if rule.same_side is None else kind, claim.span, claim.article)


def add_structure(table: EdgeTable, view: View, things: Things) -> None:
    """Add what ties the nodes to what they are part of, and those things to theirs."""
    waiting, seen = sorted(table.nodes), set(table.nodes)
    while waiting:
        found: list[str] = []
        for iri in waiting:
            for link in view.structure(things.get(iri)):
                source, target, kind = (part.removeprefix(ID) for part in link)
                table.add(link, NO_CLAIM, f"{source} {kind} {target}", {})
                if link[1] not in seen:
                    seen.add(link[1])
                    found.append(link[1])
        waiting = sorted(found)


def add_pairs(table: EdgeTable, projection: Projection, things: Things, sources: dict[str, Source]) -> None:
    """Add the edges of a projection."""
    kind = projection.rule.edge_kind
    for number, ((one, other), shared) in enumerate(projection.pairs().items(), 1):
        when = spells(shared.spans)
        addresses = [sources[article].address for article in sorted(shared.articles)]
        attributes: Attributes = {
            "n_sources": len(addresses),
            **span_attributes((when[0][0], when[-1][1]) if when else None),
            "shared": sorted(things.get(group).name for group in shared.groups),
            "sources": addresses,
        }
        first, second = one.removeprefix(ID), other.removeprefix(ID)
        weight = float(len(shared.groups))
        table.add((one, other, kind), number, f"{first} {kind} {second}", attributes, when, weight)
