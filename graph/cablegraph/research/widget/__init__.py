"""An interactive picture of a graph for notebooks: one piece of HTML that needs no network."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files

from cablegraph.export.palette import palette
from cablegraph.research.property_graph import PropertyGraph

MOST_NODES = 1000
"""More cannot be told apart, and a browser moves no more of them smoothly."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A picture. Show it as the last value of a notebook cell, or write `html` to a file."""

    html: str = field(repr=False)
    """A whole page: nothing is loaded from elsewhere."""

    @classmethod
    def of(cls, graph: PropertyGraph) -> Widget:
        """Return the picture of a view. Raises ValueError when it has more than 1,000 nodes."""
        if len(graph.nodes) > MOST_NODES:
            count = f"{len(graph.nodes):,}"
            raise ValueError(f"{count} nodes are too many to draw: top_n={MOST_NODES} or a filter helps")
        return cls(_page(_data(graph)))

    def _repr_html_(self) -> str:
        # A frame of its own: neither its styles nor its scripts meet those of the notebook.
        page = escape(self.html)
        return (
            f'<iframe srcdoc="{page}" sandbox="allow-scripts" title="Graph"'
            ' style="width:100%;height:600px;border:1px solid #8888"></iframe>'
        )


def _data(graph: PropertyGraph) -> dict[str, object]:
    place = {id_: number for number, (id_, _) in enumerate(graph.nodes)}
    colours = palette()
    return {
        "directed": graph.directed,
        "colours": {name: "#{:02x}{:02x}{:02x}".format(*rgb) for name, rgb in colours.nodes.items()},
        "edgeColours": {name: "#{:02x}{:02x}{:02x}".format(*rgb) for name, rgb in colours.edges.items()},
        "nodes": [[id_, row["label"], row["type"], row.get("mentions", 0)] for id_, row in graph.nodes],
        "edges": [
            [place[source], place[target], row["kind"], row["label"], row["weight"], row.get("quote", "")]
            for source, target, _, row in graph.edges
        ],
    }


def _page(data: dict[str, object]) -> str:
    # "</script>" inside of a string would end the script.
    text = json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")
    return _template().replace("/*DATA*/null", text)


@cache
def _template() -> str:
    folder = files("cablegraph.research.widget")
    page = (folder / "page.html").read_text(encoding="utf-8")
    return page.replace("/*SCRIPT*/", (folder / "draw.js").read_text(encoding="utf-8"))
