"""Brings a graph up to date with a pile of articles: reads what is new or changed, leaves the rest alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from cablegraph.annotate import MODEL
from cablegraph.derived.refresh import refresh
from cablegraph.identity import article_iri, inputs_fingerprint, text_digest
from cablegraph.model import Article, Read, Skipped
from cablegraph.pipeline import Pipeline
from cablegraph.run import Run, this_run
from cablegraph.store import Store
from cablegraph.workers import Extracted, extract_all
from cablegraph_ontology.terms import DCT

Report = Callable[[Read | Extracted], None]
"""Told of every input when it is done with: for progress bars and messages."""


# Putting the files in order takes time by the size of the graph: worth it when so much of it is new.
_MUCH = 0.1


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did, in numbers."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    """Articles that were read before by the same program: nothing was done for them."""
    repeated: int = 0
    """Documents with the text of another document."""
    removed: int = 0
    skipped: int = 0
    noted: int = 0
    roles: int = 0
    """Claims found in the articles that were new or changed."""
    stances: int = 0
    unresolved: int = 0
    published: bool = False
    """False when nothing had changed."""


def build(
    inputs: Iterable[Read],
    store: Store,
    *,
    model: str = MODEL,
    jobs: int = 1,
    prune: bool = False,
    report: Report = lambda _: None,
    pipeline: Pipeline | None = None,
) -> Summary:
    """Read articles into the graph, then bring entities and derived edges up to date.

    Each article's graph is written in one atomic update, so an interrupted build leaves whole articles, and
    the next one does the rest. `prune` removes the articles that are not among the inputs. The graph does not
    depend on `jobs`, nor on the order in which articles came. A `pipeline` of one's own takes the place of
    `model` and `jobs`.
    """
    run = this_run(model) if pipeline is None else pipeline.run
    ledger = Ledger.of(store)
    plan = _Plan(ledger, run, report)
    for result in extract_all(plan.to_extract(inputs), model, run.iri, jobs, pipeline):
        report(result)
        if isinstance(result, Skipped):
            plan.fail(result)
        else:
            store.replace(result.iri, result.triples)
            plan.count(result)
    if prune:
        ledger.forget_unseen(plan.seen)
    removed = _write_identifiers(store, ledger)
    if ledger.touched and len(ledger.touched) >= _MUCH * len(ledger.documents):
        store.compact()
    return replace(plan.summary(), removed=removed, published=refresh(store, run))


# ------------------------------------------------------------------ which documents the graph has
@dataclass(slots=True)
class Ledger:
    """Which documents carry which article: the same text under two names is one article.

    Metadata come from the document whose identifier is first in code point order, so that the order in which
    documents arrive does not matter.
    """

    inputs: dict[str, str]
    """Fingerprint of what each article, by IRI, was read from."""
    documents: dict[str, set[str]]
    articles: dict[str, set[str]]
    """The articles of each document; more than one only after an interrupted build."""
    touched: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, store: Store) -> Ledger:
        """Read the ledger from the graph."""
        inputs: dict[str, str] = {}
        documents: dict[str, set[str]] = defaultdict(set)
        articles: dict[str, set[str]] = defaultdict(set)
        for document, iri, fingerprint_of_inputs in store.articles():
            inputs[iri] = fingerprint_of_inputs
            documents[iri].add(document)
            articles[document].add(iri)
        return cls(inputs, documents, articles)

    def assign(self, document: str, iri: str) -> set[str]:
        """Let a document carry this article and no other; return the articles that it carried before."""
        before = self.articles.get(document, set())
        self.restore(document, {iri})
        return before

    def restore(self, document: str, carried: set[str]) -> None:
        """Let a document carry these articles and no others."""
        for iri in self.articles.get(document, set()) ^ carried:
            if iri in carried:
                self.documents[iri].add(document)
            else:
                self.documents[iri].discard(document)
            self.touched.add(iri)
        self.articles[document] = carried

    def forget_unseen(self, seen: set[str]) -> None:
        """Let every document that was not seen carry nothing."""
        for document in [d for d in self.articles if d not in seen]:
            self.restore(document, set())


@dataclass(slots=True)
class _Plan:
    """Decides what must be read, and counts."""

    ledger: Ledger
    run: Run
    report: Report
    seen: set[str] = field(default_factory=set)
    before: dict[str, set[str]] = field(default_factory=dict)
    """What each document that is being read carried before, in case the reading fails."""
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def to_extract(self, inputs: Iterable[Read]) -> Iterator[Article]:
        """Yield the articles that are new or changed; report and count the others."""
        for item in inputs:
            if isinstance(item, Article):
                if self._is_wanted(item):
                    yield item
                else:
                    self.report(item)
            else:
                self.counts["skipped" if isinstance(item, Skipped) else "noted"] += 1
                self.report(item)

    def _is_wanted(self, article: Article) -> bool:
        ledger, document = self.ledger, article.document
        iri = article_iri(text_digest(article.text))
        others = ledger.documents[iri] - {document}
        self.seen.add(document)
        before = ledger.assign(document, iri)
        if document > min(others, default=document):
            # Another document carries this text and says who wrote it, and when.
            self.counts["unchanged" if iri in before else "repeated"] += 1
            return False
        wanted = inputs_fingerprint(article, self.run.iri)
        if ledger.inputs.get(iri) == wanted:
            self.counts["unchanged" if iri in before else "repeated"] += 1
            return False
        ledger.inputs[iri] = wanted
        self.before[document] = before
        self.counts["changed" if before or others else "new"] += 1
        return True

    def fail(self, skipped: Skipped) -> None:
        """Count an article whose reading failed; the graph keeps what it had of that document."""
        before = self.before[skipped.where]
        self.ledger.restore(skipped.where, before)
        self.counts["changed" if before else "new"] -= 1
        self.counts["skipped"] += 1

    def count(self, result: Extracted) -> None:
        """Count what was found in an article."""
        self.counts["roles"] += result.roles
        self.counts["stances"] += result.stances
        self.counts["unresolved"] += result.unresolved
        self.ledger.touched.add(result.iri)

    def summary(self) -> Summary:
        """Return the counts so far."""
        c = self.counts
        return Summary(
            new=c["new"],
            changed=c["changed"],
            unchanged=c["unchanged"],
            repeated=c["repeated"],
            skipped=c["skipped"],
            noted=c["noted"],
            roles=c["roles"],
            stances=c["stances"],
            unresolved=c["unresolved"],
        )


def _write_identifiers(store: Store, ledger: Ledger) -> int:
    """Make each touched article name the documents that carry it; remove those that none carries.

    Returns how many were removed.
    """
    removed = 0
    identifier = ox.NamedNode(DCT + "identifier")
    for iri in sorted(ledger.touched):
        node = ox.NamedNode(iri)
        documents = ledger.documents[iri]
        if not documents:
            removed += store.oxigraph.contains_named_graph(node)
            store.remove(iri)
            continue
        wanted = {ox.Quad(node, identifier, ox.Literal(document), node) for document in documents}
        written = set(store.oxigraph.quads_for_pattern(node, identifier, None, node))
        store.oxigraph.extend(wanted - written)
        for quad in written - wanted:
            store.oxigraph.remove(quad)
    return removed
