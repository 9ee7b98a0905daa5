"""`make bench`: where the time goes, each figure beside its raw counterpart, all in one run.

Absolute times belong to one machine; the ratios are what to compare.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from cablegraph.annotate import Annotator, load_model, plain
from cablegraph.clean import clean
from cablegraph.derived.refresh import refresh
from cablegraph.export import EXPORTERS, Options
from cablegraph.extract.cast import Cast
from cablegraph.extract.roles import extract_roles
from cablegraph.extract.stances import extract_stances
from cablegraph.model import Article
from cablegraph.pipeline import Pipeline
from cablegraph.read import read
from cablegraph.resolve import Resolver
from cablegraph.run import this_run
from cablegraph.spotting.spot import Spotter
from cablegraph.store import Store
from cablegraph_ontology import lexicon as words
from cablegraph_ontology import stance_words
from cablegraph_ontology.questions import questions
from cablegraph_ontology.terms import PREFIXES

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("CABLEGRAPH_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "bench" / "corpus" / "state_dept.jsonl.gz"
ARTICLES = int(os.environ.get("BENCH_ARTICLES", "150"))


def articles() -> list[Article]:
    """The articles that are timed: press releases where they are at hand, else the samples, many times over."""
    if CORPUS.exists():
        found = (item for item in read([str(CORPUS)]) if isinstance(item, Article))
        return [article for article, _ in zip(found, range(ARTICLES), strict=False)]
    samples = [item for item in read([str(ROOT / "tests" / "articles")]) if isinstance(item, Article)]
    return (samples * (ARTICLES // len(samples) + 1))[:ARTICLES]


@contextmanager
def timed(into: dict[str, float], what: str) -> Iterator[None]:
    """Add the seconds of a block to a table."""
    began = time.perf_counter()
    yield
    into[what] = into.get(what, 0.0) + time.perf_counter() - began


def bench_extraction(found: list[Article]) -> None:
    """The steps of the pipeline beside raw nlp.pipe of the same model over the same text, one after the other."""
    nlp, lexicon = load_model(), words.default()
    cleaned = [clean(article) for article in found]
    texts = ["\n\n".join(plain(a.text[b.start : b.end]) for b in a.blocks) for a in cleaned]
    annotator, resolver = Annotator(nlp, Spotter(nlp, lexicon)), Resolver(lexicon)
    cues = stance_words.default()
    list(nlp.pipe(texts[:10]))
    seconds: dict[str, float] = {}
    with timed(seconds, "raw nlp.pipe"):
        list(nlp.pipe(texts))
    claims = 0
    for article, text in zip(found, texts, strict=True):
        with timed(seconds, "raw nlp, one by one"):
            nlp(text)
        with timed(seconds, "clean"):
            ready = clean(article)
        with timed(seconds, "annotate (parse and spot)"):
            annotated = annotator.annotate_one(ready)
        with timed(seconds, "roles"):
            roles = extract_roles(annotated, lexicon)
            cast = Cast.of(annotated, roles, lexicon)
        with timed(seconds, "stances"):
            stances = extract_stances(annotated, cast, lexicon, cues)
        with timed(seconds, "resolve"):
            claims += len(list(resolver.resolve(annotated, cast, [*roles, *stances])))
    pipeline = Pipeline()
    with timed(seconds, "whole extraction"):
        for article in found:
            pipeline.reading(article).triples(this_run().iri, "")
    raw = seconds["raw nlp.pipe"]
    print(f"extraction: {len(found)} articles, {sum(map(len, texts)):,} characters, {claims:,} claims")
    for what, value in seconds.items():
        print(f"  {what:<28}{value:8.2f} s {value / raw:7.2f} of raw nlp.pipe")
    spotting = seconds["annotate (parse and spot)"] - seconds["raw nlp, one by one"]
    share = (spotting + seconds["roles"] + seconds["resolve"]) / raw
    print(f"  {'spot + roles + resolve':<28}{'':8}   {share:7.2f} of raw nlp.pipe")


def bench_loading(found: list[Article], folder: Path) -> Store:
    """Writing articles one by one beside Oxigraph's own bulk load of the same quads."""
    pipeline, run = Pipeline(), this_run()
    graphs = [(r.iri, r.triples(run.iri, "")) for r in map(pipeline.reading, found)]
    store = Store.open(folder / "kg")
    seconds: dict[str, float] = {}
    with timed(seconds, "article by article"):
        for iri, triples in graphs:
            store.replace(iri, triples)
    raw = ox.Store(str(folder / "raw"))
    with timed(seconds, "raw bulk_extend"):
        raw.bulk_extend(
            ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(iri))
            for iri, triples in graphs
            for q in ox.parse(triples, ox.RdfFormat.N_TRIPLES)
        )
    with timed(seconds, "entities, derived, publish"):
        refresh(store, run)
    quads = len(store.oxigraph)
    print(f"loading: {quads:,} quads")
    for what, value in seconds.items():
        print(f"  {what:<28}{value:8.2f} s")
    return store


def bench_queries(store: Store) -> None:
    """Our query door beside pyoxigraph's, for the twelve questions."""
    print("queries: median of 5, milliseconds")
    for question in questions().values():
        ours = _median(partial(_rows, store.query, question.text))
        raw_door = partial(store.oxigraph.query, prefixes=PREFIXES, use_default_graph_as_union=True)
        raw = _median(partial(_rows, raw_door, question.text))
        print(f"  {question.name:<36}{ours:8.2f}   {ours / raw:5.2f} of raw pyoxigraph")


def _rows(ask: Callable[[str], object], text: str) -> int:
    result = ask(text)
    assert isinstance(result, ox.QuerySolutions)
    return sum(1 for _ in result)


def _median(call: Callable[[], object], times: int = 5) -> float:
    call()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        found.append(1000 * (time.perf_counter() - began))
    return statistics.median(found)


def bench_export(store: Store, folder: Path) -> None:
    """Each format beside the plain dump of the same store."""
    seconds: dict[str, float] = {}
    with timed(seconds, "raw dump to nquads"):
        store.oxigraph.dump(str(folder / "raw.nq"), ox.RdfFormat.N_QUADS)
    for name, write in EXPORTERS.items():
        with timed(seconds, name):
            write(store, folder / f"out.{name}", Options())
    print("export:")
    for what, value in seconds.items():
        print(f"  {what:<28}{value:8.2f} s {value / seconds['raw dump to nquads']:7.2f} of the raw dump")


def main() -> None:
    """Run all four."""
    found = articles()
    bench_extraction(found)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with bench_loading(found, folder) as store:
            bench_queries(store)
            bench_export(store, folder)


if __name__ == "__main__":
    main()
