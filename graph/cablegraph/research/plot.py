"""A picture of a view as SVG or PNG, without Gephi. Needs the extra `plot`.

The same graph gives the same bytes: places are computed from a fixed start, and the file has no date.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import networkx

from cablegraph.export.options import OptionError
from cablegraph.export.palette import Colour, palette
from cablegraph.export.replace_file import replacing
from cablegraph.export.views import kind_label
from cablegraph.research.extras import extra
from cablegraph.research.property_graph import EdgeRow, PropertyGraph

FORMATS = (".svg", ".png")

MOST_NODES = 300
"""More cannot be told apart on one page."""

LABELS = 60
"""About so many of the most tied nodes have their label written out."""

ROUNDS = 300
"""Steps of the layout; after so many, no part of 300 nodes moves visibly."""

Place: TypeAlias = tuple[float, float]

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""

MUCH_TIED = 4
"""Nodes with so many edges have larger labels."""

SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0))
"""Where a label may stand: above, below, to the right, to the left."""

_GREY: Colour = (150, 150, 150)
_INCHES = 11.0
_DOTS = 150
"""Dots an inch of a PNG."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What was drawn, and where."""

    path: Path
    nodes: int
    edges: int


def write_plot(graph: PropertyGraph, path: Path, title: str = "") -> Picture:
    """Draw a view into a file that ends in .svg or .png.

    Raises OptionError for another ending, and for a view without nodes or with more than 300; OSError;
    MissingExtraError without matplotlib.
    """
    if path.suffix.lower() not in FORMATS:
        raise OptionError(f"a picture ends in {' or '.join(FORMATS)}, not {path.name!r}")
    if not graph.nodes:
        raise OptionError("nothing to draw: no claim passes the filters")
    if len(graph.nodes) > MOST_NODES:
        count = f"{len(graph.nodes):,}"
        raise OptionError(
            f"{count} nodes are too many for a picture: keep the best tied {MOST_NODES} (top_n) or filter"
        )
    extra("matplotlib", "plot")
    # Texts as texts, not as outlines, can be searched; nothing in the file may differ from run to run.
    settings = {"svg.hashsalt": "cablegraph", "svg.fonttype": "none", "font.family": "DejaVu Sans"}
    with extra("matplotlib", "plot").rc_context(settings):
        figure = _figure(graph, title)
        with replacing(path) as out:
            form = path.suffix.lower().removeprefix(".")
            nothing = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
            figure.savefig(out, format=form, dpi=_DOTS, metadata=nothing)
    return Picture(path, len(graph.nodes), len(graph.edges))


def _figure(graph: PropertyGraph, title: str) -> Any:
    places = positions(graph)
    high = min(0.9, max(0.4, 0.12 + 0.85 * _height(places)))
    size = (_INCHES, round(_INCHES * high, 1))
    figure = extra("matplotlib.figure", "plot").Figure(figsize=size, layout="constrained")
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_aspect("equal", adjustable="datalim")
    ties = Counter(node for source, target, _, _ in graph.edges for node in {source, target})
    sizes = {id_: 30 + 45 * math.sqrt(ties[id_]) for id_, _ in graph.nodes}
    _draw_edges(axes, graph, places, sizes)
    _draw_nodes(axes, graph, places, sizes)
    axes.margins(0.08)
    figure.draw_without_rendering()
    _draw_labels(figure, axes, graph, places, sizes, ties)
    _draw_legend(axes, graph)
    if title:
        axes.set_title(title, fontsize=13)
    return figure


# ------------------------------------------------------------------ where nodes stand
def positions(graph: PropertyGraph) -> dict[str, Place]:
    """Return a place for each node: parts that are not tied stand beside each other, large ones first."""
    network = networkx.Graph()
    network.add_nodes_from(sorted(id_ for id_, _ in graph.nodes))
    network.add_edges_from(sorted({(source, target) for source, target, _, _ in graph.edges}))
    parts = sorted(networkx.connected_components(network), key=lambda part: (-len(part), min(part)))
    boxes = [_laid_out(network.subgraph(sorted(part))) for part in parts]
    return _packed(boxes)


def _laid_out(part: Any) -> dict[str, Place]:
    """Return places of a connected part at which distances come near to the numbers of edges between nodes.

    This is stress majorisation (Gansner, Koren and North, 2004), from a circle in the order of a walk.
    """
    if len(part) == 1:
        return {next(iter(part)): (0.0, 0.0)}
    import numpy as np

    nodes = _walk(part)
    number = {node: place for place, node in enumerate(nodes)}
    wanted = np.zeros((len(nodes), len(nodes)))
    for node, lengths in networkx.all_pairs_shortest_path_length(part):
        for other, length in lengths.items():
            wanted[number[node], number[other]] = length
    weight = 1.0 / np.square(wanted + np.eye(len(nodes)))
    np.fill_diagonal(weight, 0.0)
    angle = 2 * math.pi * np.arange(len(nodes)) / len(nodes)
    at = np.stack([np.cos(angle), np.sin(angle)], axis=1) * len(nodes) / 6
    for _ in range(ROUNDS):
        apart = at[:, None, :] - at[None, :, :]
        distance = np.maximum(np.sqrt(np.square(apart).sum(axis=2)), 1e-6)
        pull = weight * wanted / distance
        at = (weight @ at + (pull[:, :, None] * apart).sum(axis=1)) / weight.sum(axis=1)[:, None]
    # Rounded, so that the last bits of a sum, which may differ between processors, do not show.
    return {node: (round(float(x), 2), round(float(y), 2)) for node, (x, y) in zip(nodes, at, strict=True)}


def _walk(part: Any) -> list[str]:
    """Return the nodes as a walk into the depth meets them: on a circle, what is tied stands near."""
    first = min(part, key=lambda node: (-part.degree(node), node))
    return list(networkx.dfs_preorder_nodes(part, first, sort_neighbors=sorted))


def _packed(boxes: Sequence[dict[str, Place]]) -> dict[str, Place]:
    """Put the boxes into rows of about the width of the page."""
    widths = [_extent(box)[0] for box in boxes]
    wide = max(max(widths), 1.35 * math.sqrt(sum(width * width for width in widths)))
    places: dict[str, Place] = {}
    left = top = high = 0.0
    for box, width in zip(boxes, widths, strict=True):
        if left and left + width > wide:
            left, top, high = 0.0, top - high, 0.0
        x0, y1 = min(x for x, _ in box.values()), max(y for _, y in box.values())
        for node, (x, y) in box.items():
            places[node] = (left + x - x0 + 0.5, top + y - y1 - 0.5)
        left += width
        high = max(high, _extent(box)[1])
    return places


def _height(places: dict[str, Place]) -> float:
    """Return the height of a picture over its width."""
    width, height = _extent(places)
    return height / width


def _extent(box: dict[str, Place]) -> tuple[float, float]:
    """Return width and height, with room around."""
    xs, ys = [x for x, _ in box.values()], [y for _, y in box.values()]
    return max(xs) - min(xs) + 1.6, max(ys) - min(ys) + 1.2


# ------------------------------------------------------------------ drawing
def _rgb(colour: Colour) -> tuple[float, float, float]:
    return colour[0] / 255, colour[1] / 255, colour[2] / 255


def _edge_colour(row: dict[str, Any]) -> Colour:
    return palette().edges.get(str(row["kind"]).partition("-")[0], _GREY)


def _draw_edges(axes: Any, graph: PropertyGraph, places: dict[str, Place], sizes: dict[str, float]) -> None:
    patches = extra("matplotlib.patches", "plot")
    for (first, _), group in _bundles(graph.edges):
        for place, edge in enumerate(group):
            # Edges between the same two nodes bend apart.
            bend = 0.12 * (place - (len(group) - 1) / 2) * (1 if edge[0] == first else -1)
            dashed = "-" in str(edge[3]["kind"])
            arrow = patches.FancyArrowPatch(
                places[edge[0]],
                places[edge[1]],
                arrowstyle="-|>" if graph.directed else "-",
                mutation_scale=9,
                shrinkA=math.sqrt(sizes[edge[0]]) / 2,
                shrinkB=math.sqrt(sizes[edge[1]]) / 2 + 1,
                connectionstyle=f"arc3,rad={bend:.3f}",
                color=_rgb(_edge_colour(edge[3])),
                linewidth=min(4.0, 0.8 * math.sqrt(float(edge[3]["weight"]))),
                linestyle=(0, (3, 2)) if dashed else "solid",
                alpha=0.75,
                zorder=1,
            )
            axes.add_patch(arrow)


def _bundles(edges: Sequence[EdgeRow]) -> list[tuple[tuple[str, str], list[EdgeRow]]]:
    """Return the edges between each two nodes, in whatever direction; none from a node to itself."""
    bundles: dict[tuple[str, str], list[EdgeRow]] = {}
    for edge in edges:
        if edge[0] != edge[1]:
            ends = (edge[0], edge[1]) if edge[0] < edge[1] else (edge[1], edge[0])
            bundles.setdefault(ends, []).append(edge)
    return list(bundles.items())


def _draw_nodes(axes: Any, graph: PropertyGraph, places: dict[str, Place], sizes: dict[str, float]) -> None:
    ids = [id_ for id_, _ in graph.nodes]
    axes.scatter(
        [places[id_][0] for id_ in ids],
        [places[id_][1] for id_ in ids],
        s=[sizes[id_] for id_ in ids],
        c=[_rgb(palette().nodes.get(str(row["type"]), _GREY)) for _, row in graph.nodes],
        edgecolors="white",
        linewidths=0.8,
        zorder=2,
    )


def _draw_labels(
    figure: Any,
    axes: Any,
    graph: PropertyGraph,
    places: dict[str, Place],
    sizes: dict[str, float],
    ties: Counter[str],
) -> None:
    """Write the labels of the most tied nodes, each where it covers no other; none where there is no room."""
    # A veil and not an outline: with an outline, matplotlib writes the letters as curves.
    veil = {"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none", "alpha": 0.65}
    ranked = sorted(graph.nodes, key=lambda node: (-ties[node[0]], node[0]))
    at = _in_points(figure, axes, places)
    dots = {id_: _dot(at[id_], sizes[id_]) for id_ in at}
    taken: list[Box] = []
    for id_, row in ranked[: 2 * LABELS]:
        text = "\n".join(textwrap.wrap(str(row["label"]), 24, max_lines=2, placeholder=" …"))
        font = 9.5 if ties[id_] >= MUCH_TIED else 8.0
        gap = math.sqrt(sizes[id_]) / 2 + 2
        covered = taken + [dot for other, dot in dots.items() if other != id_]
        for across, up in SIDES:
            box = _box(text, font, at[id_], (across, up), gap)
            if any(_overlap(box, other) for other in covered):
                continue
            taken.append(box)
            axes.annotate(
                text,
                places[id_],
                xytext=(across * gap, up * gap),
                textcoords="offset points",
                ha=("center", "left", "right")[across],
                va=("center", "bottom", "top")[up],
                fontsize=font,
                color="#222222",
                bbox=veil,
                zorder=3,
                parse_math=False,
            )
            break


def _in_points(figure: Any, axes: Any, places: dict[str, Place]) -> dict[str, Place]:
    """Return where the nodes stand on the page, in points."""
    points = axes.transData.transform(list(places.values())) * (72 / figure.dpi)
    return {id_: (float(x), float(y)) for id_, (x, y) in zip(places, points, strict=True)}


def _dot(at: Place, size: float) -> Box:
    half = math.sqrt(size) / 2 - 1
    return at[0] - half, at[1] - half, at[0] + half, at[1] + half


def _box(text: str, font: float, at: Place, side: tuple[int, int], gap: float) -> Box:
    """Return about where a text will stand beside a node."""
    lines = text.split("\n")
    wide = 0.6 * font * max(len(line) for line in lines)
    high = 1.25 * font * len(lines)
    across, up = side
    left = at[0] + across * gap + (across - 1) * wide / 2
    bottom = at[1] + up * gap + (up - 1) * high / 2
    return left, bottom, left + wide, bottom + high


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _draw_legend(axes: Any, graph: PropertyGraph) -> None:
    """Explain the colours in the picture, and what is dashed: what others say, denials, former offices."""
    line = extra("matplotlib.lines", "plot").Line2D
    types = sorted({str(row["type"]) for _, row in graph.nodes})
    dots = [(name, _rgb(palette().nodes.get(name, _GREY))) for name in types]
    handles = [line([], [], linestyle="", marker="o", markersize=8, color=c, label=name) for name, c in dots]
    kinds = sorted({str(row["kind"]) for _, _, _, row in graph.edges})
    signs = sorted({kind.partition("-")[0] for kind in kinds} & set(palette().edges))
    handles += [line([], [], color=_rgb(palette().edges[sign]), label=sign) for sign in signs]
    if any(kind.partition("-")[0] not in palette().edges for kind in kinds):
        others = sorted({kind_label(kind.partition("-")[0]) for kind in kinds} - set(signs))
        handles.append(line([], [], color=_rgb(_GREY), label=", ".join(others)))
    qualified = sorted({kind.partition("-")[2] for kind in kinds} - {""})
    if qualified:
        handles.append(line([], [], color="#555555", linestyle="--", label=", ".join(qualified)))
    axes.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=min(len(handles), 5),
        fontsize=8.5,
        frameon=False,
    )
