"""The claims that pass the filters, each with its evidence, for formats that write claims and not edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cablegraph.export.claims import read_claims, read_sources
from cablegraph.export.filters import passes
from cablegraph.export.options import OptionError, Options
from cablegraph.export.rdf_formats import Dumpable
from cablegraph.export.replacements import Replacements
from cablegraph.export.things import ThingsInMemory
from cablegraph.reviewing.evidence import Evidence, Witness


def chosen_claims(store: Dumpable, options: Options) -> Iterator[Evidence]:
    """Yield the evidence of each claim that passes the filters, by article and place in the text.

    Raises OptionError when the options ask for a view or for a choice of nodes and edges.
    """
    plain = Options()
    narrowed = replace(
        options,
        view=plain.view,
        edges=plain.edges,
        min_weight=0,
        top_n=None,
        component=plain.component,
        queries=None,
    )
    if narrowed != options:
        raise OptionError("this format holds claims: views, weights, top_n and components are for graphs")
    things = ThingsInMemory(store)
    test, witness = passes(options, things), Witness(store, things, Replacements.of(store))
    for row in read_claims(store, list(read_sources(store))):
        if test(row):
            yield witness.evidence(row.iri)
