"""Cablegraph: from news articles to a graph of officials and policy stances, and out of it.

    from cablegraph import KnowledgeGraph

    with KnowledgeGraph.build("articles/") as graph:
        print(graph.stances("China"))

The steps alone: `read`, `clean`, `annotate`, `extract`, `resolve`; each takes and gives a generator.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cablegraph.extras import MissingExtraError
    from cablegraph.inputs import InputWarning
    from cablegraph.knowledge_graph import KnowledgeGraph
    from cablegraph.lookup import UnknownThingError
    from cablegraph.model import Article
    from cablegraph.parts import annotate, clean, extract, read, resolve
    from cablegraph.pipeline import Pipeline, Reading
    from cablegraph.rows import Rows
    from cablegraph.sparql import SparqlError
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
    "annotate",
    "clean",
    "extract",
    "read",
    "resolve",
]

# What is imported when it is first asked for, so that `import cablegraph` takes a hundredth of a second.
_MODULES = {
    "Article": "model",
    "InputWarning": "inputs",
    "KnowledgeGraph": "knowledge_graph",
    "MissingExtraError": "extras",
    "Pipeline": "pipeline",
    "Reading": "pipeline",
    "Rows": "rows",
    "SparqlError": "sparql",
    "StoreError": "store",
    "UnknownThingError": "lookup",
}
# Steps that have the name of the module in which they are made.
_STEPS = ("annotate", "clean", "extract", "read", "resolve")


def __getattr__(name: str) -> Any:
    module = "parts" if name in _STEPS else _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """A package of which `cablegraph.read` is always the step, also after its module was imported.

    Python sets a module as an attribute of its package when it has been imported; these five are not set, and
    `__getattr__` above answers. `from cablegraph.read import ...` does not look there.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _STEPS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
