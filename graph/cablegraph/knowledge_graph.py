"""The graph in one object: open it, ask it, add to it, hand it to pandas, networkx and igraph."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from cablegraph.annotate import MODEL
from cablegraph.build import Summary
from cablegraph.build import build as build_into
from cablegraph.derived.refresh import refresh
from cablegraph.export import EXPORTERS
from cablegraph.export import Summary as ExportSummary
from cablegraph.export.replacements import Replacements
from cablegraph.export.things import Things, ThingsInMemory
from cablegraph.pipeline import Pipeline
from cablegraph.research.columns import Column, Type
from cablegraph.research.extras import has
from cablegraph.research.inputs import Given, articles_of, warn_of
from cablegraph.research.lookup import find
from cablegraph.research.own import stored_run
from cablegraph.research.property_graph import Filters, PropertyGraph, Window, options_of
from cablegraph.research.rows import Rows
from cablegraph.research.tables import (
    CLAIM_COLUMNS,
    DISPUTES,
    STANCE_COLUMNS,
    TENURES,
    ClaimTable,
    with_bodies,
    with_change,
)
from cablegraph.reviewing.evidence import Evidence, MarkedArticle, Witness
from cablegraph.run import this_run
from cablegraph.store import Store, StoreError

if TYPE_CHECKING:
    from typing import Unpack

    import igraph
    import networkx
    import pandas
    import rdflib

    from cablegraph.research.plot import Picture
    from cablegraph.research.widget import Widget

_ACTORS = ("country", "organization", "person")

_FORKED = (
    "A graph in a folder cannot be used in a process that was forked after one was opened: start processes"
    ' with "spawn" or "forkserver" (multiprocessing.get_context("spawn")).'
)

# Written once: the process that first opened a graph on disk. RocksDB's threads live in it only; to open
# another graph in a forked child works, and then crashes or hangs when the child ends.
_FIRST_PROCESS: list[int] = []


def _refuse_after_fork() -> None:
    if not _FIRST_PROCESS:
        _FIRST_PROCESS.append(os.getpid())
    if _FIRST_PROCESS[0] != os.getpid():
        raise StoreError(_FORKED)


class KnowledgeGraph:
    """A graph of claims about officials and policy stances.

    Make one with `KnowledgeGraph.build(articles)` (in memory, or in a folder), open one from a folder with
    `KnowledgeGraph.open(folder)`, and use it in a `with` block, or call `close()`:

    >>> with KnowledgeGraph.build("tests/articles") as graph:
    ...     graph.ask("ASK { ?holder kg:opposes ?policy }")
    True

    Tables (`query`, `claims`, `nodes`, `edges`, `stances`, `tenures`, `timeline`, `disputes`) are pandas
    DataFrames when pandas is installed, else `cablegraph.research.rows.Rows`. Days are datetime64, whole
    numbers int64, other numbers float64, texts and IRIs str; what is not bound is NaN or NaT.

    A graph may be used by several threads at once. A graph in a folder can be pickled: it is opened again
    where it is unpickled. It cannot be used in a forked process, and raises StoreError there, as the engine
    on disk does not live through a fork: start processes with "spawn" or "forkserver".
    """

    def __init__(self, store: Store | None = None) -> None:
        """Make an empty graph in memory, or one of an open store, which it closes with itself."""
        self._opened = Store.memory() if store is None else store
        self._folder = self._opened.path
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._known: dict[str, Any] = {}
        self._pipeline: Pipeline | None = None
        self._closed = False

    # ------------------------------------------------------------------ opening and closing
    @classmethod
    def open(cls, folder: str | Path) -> KnowledgeGraph:
        """Open the published graph in a folder to read; the first `add` or `remove` opens it for writing.

        Others may read and one may write meanwhile. Raises StoreError when there is no graph in the folder.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     KnowledgeGraph.build("tests/articles/articles.jsonl", folder).close()
        ...     with KnowledgeGraph.open(folder) as opened:
        ...         len(opened.claims()) > 0
        True
        """
        _refuse_after_fork()
        graph = cls(Store.open_published(folder))
        graph._folder = Path(folder)
        return graph

    @classmethod
    def build(
        cls,
        articles: Given,
        folder: str | Path | None = None,
        *,
        pipeline: Pipeline | None = None,
        model: str = MODEL,
        jobs: int = 1,
    ) -> KnowledgeGraph:
        """Read articles into a graph: in memory, or in a folder, where only what is new or changed is read.

        `articles` is a path (a file, a folder, JSON Lines), an `Article`, a dict with the keys of the JSON
        Lines form (text, id, title, date, url, publisher), or an iterable of these. What cannot be read is
        named in a warning. `pipeline` has parts of one's own; else `model` names a spaCy model and `jobs` the
        number of processes. Raises StoreBusyError when somebody else writes to the folder, OSError for a
        model that is not installed.

        >>> text = "Chinese Foreign Ministry spokesman Qin Gang said China opposes sanctions on Iran."
        >>> with KnowledgeGraph.build([{"id": "example", "text": text, "date": "2009-06-01"}]) as built:
        ...     list(built.stances("China").polarity)
        [-2]
        """
        if folder is not None:
            _refuse_after_fork()
        graph = cls(Store.memory() if folder is None else Store.open(folder))
        try:
            graph._add(articles, pipeline, model, jobs)
        except BaseException:
            graph.close()
            raise
        return graph

    def close(self) -> None:
        """Close the graph; using it afterwards raises StoreError. Does nothing the second time.

        >>> graph = KnowledgeGraph()
        >>> graph.close()
        >>> graph
        <KnowledgeGraph: not open here>
        """
        if self._forked:
            return  # it is the parent's
        with self._lock:
            self._closed = True
            self._known.clear()
            self._opened.close()

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Callable[[str | Path], KnowledgeGraph], tuple[str | Path]]:
        if self._folder is None:
            raise StoreError("A graph in memory cannot be pickled: build it in a folder.")
        return KnowledgeGraph.open, (self._folder,)

    # ------------------------------------------------------------------ changing
    def add(self, articles: Given, *, pipeline: Pipeline | None = None) -> Summary:
        """Read articles into the graph, bring derived edges up to date and publish; return the counts.

        `articles` are as for `build`; add many in one call, as each call computes the derived edges anew. An
        article with the id of another one takes its place. What cannot be read is named in a warning.

        >>> graph = KnowledgeGraph()
        >>> text = "Chinese Foreign Ministry spokesman Qin Gang said China opposes sanctions on Iran."
        >>> graph.add({"id": "example", "text": text, "date": "2009-06-01"}).new
        1
        """
        return self._add(articles, pipeline, MODEL, 1)

    def remove(self, article: str) -> bool:
        """Remove an article with its claims, by its IRI or the name of its document.

        Returns whether it was there. Derived edges are computed anew and the graph is published.

        >>> text = "Chinese Foreign Ministry spokesman Qin Gang said China opposes sanctions on Iran."
        >>> graph = KnowledgeGraph.build([{"id": "example", "text": text}])
        >>> graph.remove("example"), graph.remove("example")
        (True, False)
        """
        with self._lock:
            store = self._writable()
            try:
                iri = self._witness().source(article).iri
            except LookupError:
                return False
            store.remove(iri)
            refresh(store, stored_run(store) or this_run())
            self._known.clear()
            return True

    def _add(self, articles: Given, pipeline: Pipeline | None, model: str, jobs: int) -> Summary:
        with self._lock:
            store = self._writable()
            one = pipeline is not None or jobs <= 1
            summary = build_into(
                articles_of(articles),
                store,
                model=model,
                jobs=jobs,
                report=warn_of,
                pipeline=self._own_pipeline(pipeline, model) if one else None,
            )
            self._known.clear()
            return summary

    def _own_pipeline(self, pipeline: Pipeline | None, model: str) -> Pipeline:
        """Return the pipeline given, else the last one, so that a model is loaded once."""
        if pipeline is None:
            pipeline = Pipeline(model) if self._pipeline is None else self._pipeline
        self._pipeline = pipeline
        return pipeline

    def _writable(self) -> Store:
        """Return the store, opened for writing. Raises StoreBusyError when somebody else writes to it."""
        store = self._store
        if self._folder is not None and store.path is None:
            self._opened = Store.open(self._folder)
            store.close()
        return self._opened

    # ------------------------------------------------------------------ asking
    def query(self, sparql: str) -> pandas.DataFrame:
        """Answer a SELECT query: a DataFrame with one typed column a variable (`Rows` without pandas).

        The prefixes kg:, id:, rdfs:, skos:, schema:, prov:, xsd: and others need not be declared; the default
        graph is the union of all graphs. Raises SparqlError, with line and column, for what is not valid.

        >>> sparql = "SELECT ?name (COUNT(*) AS ?n) { ?c kg:person/rdfs:label ?name } GROUP BY ?name"
        >>> graph.query(sparql).dtypes.astype(str).to_dict()["n"]
        'int64'
        """
        return _table(self.rows(sparql))

    def rows(self, sparql: str) -> Rows:
        """Answer a SELECT query with plain rows, whether pandas is there or not.

        >>> graph.rows("SELECT (1 + 1 AS ?two) {}")["two"]
        [2]
        """
        found = self._store.query(sparql)
        if not isinstance(found, ox.QuerySolutions):
            raise ValueError("not a SELECT query: use ask() for ASK, construct() for CONSTRUCT and DESCRIBE")
        return Rows.read(found)

    def ask(self, sparql: str) -> bool:
        """Answer an ASK query. Raises what `query` raises, and ValueError for another form of query.

        >>> graph.ask("ASK { ?person kg:holdsOffice ?office }")
        True
        """
        found = self._store.query(sparql)
        if not isinstance(found, ox.QueryBoolean):
            raise ValueError("not an ASK query: use query() for SELECT, construct() for CONSTRUCT")
        return bool(found)

    def construct(self, sparql: str) -> rdflib.Graph:
        """Answer a CONSTRUCT or DESCRIBE query with an rdflib Graph of its own, in memory.

        >>> len(graph.construct("CONSTRUCT { ?a kg:opposes ?p } WHERE { ?a kg:opposes ?p }")) > 0
        True
        """
        found = self._store.query(sparql)
        if not isinstance(found, ox.QueryTriples):
            raise ValueError("not a CONSTRUCT or DESCRIBE query: use query() for SELECT, ask() for ASK")
        from cablegraph.research.rdf_graph import rdflib_graph

        return rdflib_graph(found)

    @property
    def dataset(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset: one named graph an article, the default graph their union.

        It is the graph itself, no copy. Ask queries with `query`, which is faster than `Dataset.query`.

        >>> from rdflib import RDFS
        >>> any(graph.dataset.triples((None, RDFS.label, None)))
        True
        """
        return self._store.dataset

    # ------------------------------------------------------------------ tables
    def claims(
        self,
        *,
        kind: str | None = None,
        holder: str | None = None,
        person: str | None = None,
        **filters: Unpack[Filters],
    ) -> pandas.DataFrame:
        """Return the claims, one a row, in the order of the articles and their text.

        `kind` is "role" or "stance"; `holder` and `person` are names, ids or codes ("CHN"). Filters: since,
        until, country, policy, standing, confidence; see `cablegraph.research.property_graph.Filters`.
        Columns: the claim's IRI, what stands in its places (labels; ids in columns that end in _id), polarity
        from -2 to 2, date, voice, standing, confidence from 0 to 1, the sentence (quote) with its offsets in
        code points, and the article. Raises UnknownThingError for a name that the graph does not know,
        OptionError for a filter that cannot be met.

        >>> graph.claims(kind="stance", country="IRN", since="2015-01-01").shape[1]
        40
        """
        return _table(self._claims(kind, holder, person, filters).rows(CLAIM_COLUMNS))

    def stances(
        self, country: str | None = None, policy: str | None = None, **filters: Unpack[Window]
    ) -> pandas.DataFrame:
        """Return who is for or against what, in the order of the days, one stance claim a row.

        `country` is a code or a name, of any other holder too ("China", "CHN", "UNHCR"); the stances of a
        country's own bodies are included. `policy` is a name or id. `polarity` is from -2 (rejects) to 2
        (endorses), negations and denials counted in. `counts` is False where somebody else says it of the
        holder, and for denials, forecasts and past positions. Raises UnknownThingError, OptionError.

        >>> graph.stances("Iran").polarity.between(-2, 2).all()
        np.True_
        """
        table = self._stances(country, policy, filters)
        return _table(table.rows(STANCE_COLUMNS))

    def timeline(self, policy: str, **filters: Unpack[Window]) -> pandas.DataFrame:
        """Return how positions on one policy moved: its dated stances by day, each with what was before.

        Columns: those of `stances`, and `previous`, the polarity that the same holder had last, NaN for the
        first time. Only stances that count (see `stances`) change a position. Raises UnknownThingError.

        >>> "previous" in graph.timeline("sanctions")
        True
        """
        table = self._stances(None, policy, filters)
        table.keep(lambda row: row.span is not None)
        rows = list(with_change(table.rows(STANCE_COLUMNS).dicts()))
        previous = Column("previous", Type.INTEGER, [row["previous"] for row in rows])
        return _table(table.rows(STANCE_COLUMNS).with_column(previous))

    def tenures(self, agency: str | None = None, person: str | None = None) -> pandas.DataFrame:
        """Return who was seen in which office, from the first day to the last, with the number of claims.

        `agency` is the name or id of a body, or of a country for offices of that country; `person` a name.
        A tenure is what articles show: that somebody left the office later, or holds it still, is not said.
        Raises UnknownThingError for a name that the graph does not know.

        >>> sorted(set(graph.tenures("International Atomic Energy Agency").person))
        ['Mohamed ElBaradei', 'Yukiya Amano']
        """
        wanted = []
        if agency is not None:
            iri = self._named(agency, ("organization", "country"))
            wanted.append(f"{{ ?tenure kg:agency <{iri}> }} UNION {{ ?tenure kg:country <{iri}> }}")
        if person is not None:
            wanted.append(f"FILTER(?person_id = <{self._named(person, ('person',))}>)")
        return self.query(TENURES.replace("#filter", "\n".join(wanted)))

    def disputes(self) -> pandas.DataFrame:
        """Return the denials beside what they deny, one pair a row, in the order of the days.

        `polarity` is the denier's, `claimed_polarity` that of the denied claim: the opposite sign, or the
        accuser's own when the claim accuses the denier.

        >>> list(graph.disputes())[:4]
        ['date', 'denier', 'policy', 'polarity']
        """
        return self.query(DISPUTES)

    def _stances(self, holder: str | None, policy: str | None, window: Window) -> ClaimTable:
        table = self._claims("stance", holder, None, window)
        if policy is not None:
            iri = self._named(policy, ("policy",))
            table.keep(lambda row: row.policy == iri)
        table.by_date()
        return table

    def _claims(
        self, kind: str | None, holder: str | None, person: str | None, filters: Window
    ) -> ClaimTable:
        if kind not in (None, "role", "stance"):
            raise ValueError(f'kind is "role" or "stance", not {kind!r}')
        table = ClaimTable(self._store, self._things, options_of(filters=filters))
        if kind is not None:
            table.keep(lambda row: row.kind == kind)
        if holder is not None:
            holders = with_bodies(self._things, self._named(holder, _ACTORS))
            table.keep(lambda row: row.holder in holders)
        if person is not None:
            iri = self._named(person, ("person",))
            table.keep(lambda row: iri in (row.person, row.speaker, row.holder))
        return table

    # ------------------------------------------------------------------ nodes and edges
    def nodes(
        self, view: str = "full", *, merged: bool = False, **filters: Unpack[Filters]
    ) -> pandas.DataFrame:
        """Return the nodes of a view, one a row, by id: id, label, type, uri, iso3, mentions, first_seen, ...

        `view` is full, officials, stances, criticism, colleagues, agreement, disagreement or policies;
        `filters` are those of `cablegraph.research.property_graph.Filters`. Coordinates are degrees. Raises
        OptionError for options that cannot be met.

        >>> list(graph.nodes("stances"))[:4]
        ['id', 'label', 'type', 'uri']
        """
        return _table(Rows(self._view(view, merged, filters).node_columns()))

    def edges(
        self, view: str = "full", *, merged: bool = False, **filters: Unpack[Filters]
    ) -> pandas.DataFrame:
        """Return the edges of a view, one a row: source, target, id, kind, label, weight, confidence, ...

        One edge a claim, or with `merged` one for all claims with the same source, target and kind, which
        then weighs their number. The rest is as for `nodes`.

        >>> list(graph.edges("stances", merged=True))[:6]
        ['source', 'target', 'id', 'kind', 'label', 'weight']
        """
        return _table(Rows(self._view(view, merged, filters).edge_columns()))

    def to_networkx(
        self, view: str = "full", *, merged: bool = False, **filters: Unpack[Filters]
    ) -> networkx.MultiDiGraph:
        """Return a view as a networkx MultiDiGraph (a MultiGraph for projections); arguments as for `nodes`.

        Attributes are str, int, float and bool only, so that every writer of networkx takes the graph; lists
        are joined by " | ". The key of an edge is its id.

        >>> graph.to_networkx("officials").nodes["country/CHN"]["label"]
        'China'
        """
        from cablegraph.research.networks import networkx_graph

        return networkx_graph(self._view(view, merged, filters))

    def to_igraph(
        self, view: str = "full", *, merged: bool = False, **filters: Unpack[Filters]
    ) -> igraph.Graph:
        """Return a view as an igraph Graph; arguments as for `nodes`. Needs the extra `igraph`.

        >>> graph.to_igraph("stances").is_directed()
        True
        """
        from cablegraph.research.networks import igraph_graph

        return igraph_graph(self._view(view, merged, filters))

    def to_pykeen(self, view: str = "full", **filters: Unpack[Filters]) -> Any:
        """Return a view as a pykeen.triples.TriplesFactory of (source, kind, target), each triple once.

        Raises MissingExtraError without PyKEEN. For a split by time, export the format `pykeen`.

        >>> from cablegraph import MissingExtraError
        >>> try:
        ...     kinds = set(graph.to_pykeen("stances").relation_to_id)
        ... except MissingExtraError:  # PyKEEN is not installed
        ...     kinds = set(graph.edges("stances").kind)
        >>> "opposes" in kinds
        True
        """
        from cablegraph.research.networks import pykeen_factory

        return pykeen_factory(self._view(view, False, filters))

    def export(
        self, path: str | Path, format: str, view: str = "full", *, merged: bool = False,
        queries: tuple[str, str] | None = None, **filters: Unpack[Filters],
    ) -> ExportSummary:  # fmt: skip
        """Write the graph to a file, in one of the formats of `cablegraph export`: gexf, csv, parquet, ...

        Arguments are as for `nodes`. `queries` are two SPARQL queries that give the nodes and the edges in
        the place of a view: see `cablegraph.export.queried_view`. Returns the paths written and the counts.
        Raises OptionError, OSError, MissingExtraError.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     graph.export(folder + "/officials.gexf", "gexf", view="officials").nodes > 50
        True
        """
        if format not in EXPORTERS:
            raise ValueError(f"no format {format!r}; there are {', '.join(EXPORTERS)}")
        options = replace(options_of(view, merged, filters), queries=queries)
        return EXPORTERS[format](self._store, Path(path), options)

    def plot(
        self, path: str | Path, view: str = "stances", *, merged: bool = True, **filters: Unpack[Filters]
    ) -> Picture:
        """Draw a view into a .svg or .png file; arguments as for `nodes`. Needs the extra `plot`.

        The same graph gives the same SVG, byte by byte. Raises OptionError for a view without nodes or with
        more than 300: take `top_n`, a date window or `component="largest"` for fewer.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     graph.plot(folder + "/iran.svg", country="IRN").nodes > 10
        True
        """
        from cablegraph.research.plot import write_plot

        return write_plot(self._view(view, merged, filters), Path(path))

    def _view(self, view: str, merged: bool, filters: Filters) -> PropertyGraph:
        """Return a view; the last one is kept until the graph changes, as nodes and edges go together."""
        options = options_of(view, merged, filters)
        with self._lock:
            kept: PropertyGraph | None = self._known.get("view")
            if kept is None or self._known["options"] != options:
                kept = PropertyGraph.read(self._store, options)
                self._known |= {"view": kept, "options": options}
            return kept

    # ------------------------------------------------------------------ evidence
    def why(self, claim: str) -> Evidence:
        """Return the sentence behind a claim, with its article and all that decides whether to believe it.

        `claim` is an IRI or id, as in the columns `claim` of tables and edges. In a notebook the sentence
        shows marked in its surroundings. Raises UnknownThingError when the graph has no such claim.

        >>> claim = graph.stances("Iran").claim[0]
        >>> evidence = graph.why(claim)
        >>> evidence.source.text[evidence.start : evidence.end] == evidence.quote
        True
        """
        return self._witness().evidence(claim)

    def article(self, article: str) -> MarkedArticle:
        """Return an article by its IRI or the name of its document, with the evidence of its claims.

        In a notebook it shows with its sentences marked. Raises UnknownThingError.

        >>> len(graph.article("2015-12-12-paris-agreement").claims) > 5
        True
        """
        return self._witness().article(article)

    def widget(self, view: str = "full", *, merged: bool = True, **filters: Unpack[Filters]) -> Widget:
        """Return an interactive picture of a view for a notebook; it needs no network. Arguments as `nodes`.

        Drag the nodes, zoom with the wheel, click to see what is tied. At most 1,000 nodes are drawn: take
        `top_n`, a date window or `component="largest"` for fewer.

        >>> "<script>" in graph.widget("stances", country="IRN").html
        True
        """
        from cablegraph.research.widget import Widget

        return Widget.of(self._view(view, merged, filters))

    def _witness(self) -> Witness:
        return Witness(self._store, self._things, Replacements.of(self._store))

    @property
    def _things(self) -> Things:
        with self._lock:
            if "things" not in self._known:
                self._known["things"] = ThingsInMemory(self._store)
            things: Things = self._known["things"]
            return things

    def _named(self, name: str, types: tuple[str, ...]) -> str:
        return find(self._things, name, types).iri

    @property
    def _store(self) -> Store:
        if self._forked:
            raise StoreError(_FORKED)
        return self._opened

    @property
    def _forked(self) -> bool:
        """True in a child process that got this graph by a fork. A graph in memory lives through it."""
        return self._folder is not None and os.getpid() != self._process

    # ------------------------------------------------------------------ showing
    def __repr__(self) -> str:
        if self._forked or self._closed:
            return "<KnowledgeGraph: not open here>"
        sizes = self._opened.sizes()
        claims = sizes.things.get("RoleClaim", 0) + sizes.things.get("StanceClaim", 0)
        where = "in memory" if self._folder is None else f"in {self._folder}"
        return f"<KnowledgeGraph {where}: {sizes.things.get('Article', 0):,} articles, {claims:,} claims>"

    def _repr_html_(self) -> str:
        from cablegraph.research.display import graph_html

        return graph_html(repr(self)[1:-1], self._store.sizes().things)


def _table(rows: Rows) -> Any:
    """Return a data frame when pandas is there, else the rows."""
    return rows.frame() if has("pandas") else rows.with_dates()
