"""Filling the edge table: from claims, from what things are part of, and from what they share."""

from __future__ import annotations

from collections.abc import Iterator

from cablegraph.export.articles import Articles
from cablegraph.export.attributes import Attributes, claim_attributes, span_attributes
from cablegraph.export.bounded_reader import BoundedReader
from cablegraph.export.claims import ClaimReader, ClaimRow, Source
from cablegraph.export.edge_table import NO_CLAIM, EdgeTable
from cablegraph.export.filters import passes
from cablegraph.export.options import Options
from cablegraph.export.projection import Projection, Rule
from cablegraph.export.spans import spells
from cablegraph.export.things import Things
from cablegraph.export.things_on_disk import ThingsOnDisk
from cablegraph.export.views import VIEWS, Link, View
from cablegraph_ontology.terms import ID

# Two scans of an index that holds each claim in some 30 bytes; by their quotes it would be twice as many.
_COUNTS = tuple(
    f"SELECT (COUNT(*) AS ?n) WHERE {{ ?c a kg:{name} }}" for name in ("RoleClaim", "StanceClaim")
)


def collect(
    reader: BoundedReader,
    options: Options,
    things: ThingsOnDisk,
    articles: Articles,
    table: EdgeTable,
    projection: Projection | None,
) -> int:
    """Read the claims into the table or the projection; return how many passed the filters."""
    claims = ClaimReader(reader)
    count = _collect(claims, options, things, articles, table, projection)
    n_claims = sum(int(row[0].value) for query in _COUNTS for row in reader.scan(query))
    if claims.n_read == n_claims or not articles.add_only_named():
        return count
    table.clear()
    if projection is not None:
        projection.clear()
    return _collect(claims, options, things, articles, table, projection)


def _collect(
    claims: ClaimReader,
    options: Options,
    things: ThingsOnDisk,
    articles: Articles,
    table: EdgeTable,
    projection: Projection | None,
) -> int:
    view, test, count = VIEWS[options.view], passes(options, things), 0
    for claim, source in _read(claims, things, articles):
        if not test(claim):
            continue
        links = list(view.links(claim, things))
        if not links:
            continue
        count += 1
        if projection is None:
            _add(table, links, count, claim, claim_attributes(claim, things, source.address))
            continue
        for link in links:
            _note(projection, projection.rule, link, claim, things)
    return count


def _read(claims: ClaimReader, things: ThingsOnDisk, articles: Articles) -> Iterator[tuple[ClaimRow, Source]]:
    """Yield the claims in order, each with where its article is found."""
    for sources in articles.batches():
        rows = claims.rows(list(sources))
        things.expect(iri for row in rows for iri in row.things())
        for row in rows:
            yield row, sources[row.article]


def _add(table: EdgeTable, links: list[Link], number: int, claim: ClaimRow, attributes: Attributes) -> None:
    """Add the edges of a claim."""
    when = () if claim.span is None else (claim.span,)
    short = claim.iri.removeprefix(ID)
    for place, link in enumerate(links, 1):
        table.add(link, number, short if place == 1 else f"{short}-{place}", attributes, when)


def _note(projection: Projection, rule: Rule, link: Link, claim: ClaimRow, things: Things) -> None:
    """Count a link as a membership when its ends are of the types that the rule wants."""
    source, target, kind = link
    group, member = (target, source) if rule.grouped_by_target else (source, target)
    if rule.group_type not in ("", things.get(group).type) or things.get(member).type != rule.member_type:
        return
    projection.note(group, member, "" if rule.same_side is None else kind, claim.span, claim.article)


def add_structure(table: EdgeTable, view: View, things: ThingsOnDisk) -> None:
    """Add what ties the nodes to what they are part of, and those things to theirs."""
    done = 0
    while (last := table.last_node()) > done:
        for iris in table.iris(after=done):
            things.expect(iris)
            for link in (link for iri in iris for link in view.structure(things.get(iri))):
                source, target, kind = (part.removeprefix(ID) for part in link)
                table.add(link, NO_CLAIM, f"{source} {kind} {target}", {})
        done = last


def add_pairs(table: EdgeTable, projection: Projection, things: Things, articles: Articles) -> None:
    """Add the edges of a projection."""
    kind = projection.rule.edge_kind
    for number, ((one, other), shared) in enumerate(projection.pairs().items(), 1):
        when = spells(shared.spans)
        addresses = [articles.address(article) for article in sorted(shared.articles)]
        attributes: Attributes = {
            "n_sources": len(addresses),
            **span_attributes((when[0][0], when[-1][1]) if when else None),
            "shared": sorted(things.get(group).name for group in shared.groups),
            "sources": addresses,
        }
        first, second = one.removeprefix(ID), other.removeprefix(ID)
        weight = float(len(shared.groups))
        table.add((one, other, kind), number, f"{first} {kind} {second}", attributes, when, weight)
