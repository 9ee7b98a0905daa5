"""Cablegraph: from news articles to a graph of officials and policy stances, and out of it.

    from cablegraph import KnowledgeGraph

    with KnowledgeGraph.build("articles/") as graph:
        print(graph.stances("China"))

The steps alone are in `cablegraph.parts`: `read`, `clean`, `annotate`, `extract`, `resolve`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cablegraph.knowledge_graph import KnowledgeGraph
    from cablegraph.model import Article
    from cablegraph.pipeline import Pipeline, Reading
    from cablegraph.queries.sparql import SparqlError
    from cablegraph.research.extras import MissingExtraError
    from cablegraph.research.inputs import InputWarning
    from cablegraph.research.lookup import UnknownThingError
    from cablegraph.research.rows import Rows
    from cablegraph.store import StoreError

__version__ = "0.1.0"

__all__ = [
    "Article",
    "InputWarning",
    "KnowledgeGraph",
    "MissingExtraError",
    "Pipeline",
    "Reading",
    "Rows",
    "SparqlError",
    "StoreError",
    "UnknownThingError",
    "__version__",
]

# What is imported when it is first asked for, so that `import cablegraph` takes a hundredth of a second.
_MODULES = {
    "Article": "model",
    "InputWarning": "research.inputs",
    "KnowledgeGraph": "knowledge_graph",
    "MissingExtraError": "research.extras",
    "Pipeline": "pipeline",
    "Reading": "pipeline",
    "Rows": "research.rows",
    "SparqlError": "queries.sparql",
    "StoreError": "store",
    "UnknownThingError": "research.lookup",
}


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
