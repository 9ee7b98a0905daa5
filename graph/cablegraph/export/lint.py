"""Checking a GEXF file against what Gephi and Gephi Lite make of it, without any schema.

    for finding in lint(Path("graph.gexf")):
        print(finding)

Each rule stands for data that one of the two loses in silence, or for a file that one of them cannot open.
The file is read as a stream. A document type declaration is refused, so that no entity is ever expanded.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from xml.parsers import expat

Attrs: TypeAlias = dict[str, str]

# A file that is wrong throughout would give a finding for every edge.
MOST_FINDINGS = 200

GEXF = "http://gexf.net/1.3"
VIZ = GEXF + "/viz"
RESERVED = frozenset({"id", "label", "weight", "source", "target", "kind", "timeset"})
"""Column names that Gephi uses itself, in any case."""

_GRAPH = {"idtype": "string", "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: the line in the file (0 for the file as a whole), the rule, and what was seen."""

    line: int
    rule: str
    detail: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.rule}: {self.detail}"


class _EnoughError(Exception):
    """Enough was found."""


def lint(path: Path) -> list[Finding]:
    """Return what is wrong with a GEXF file, in the order of the file; at most `MOST_FINDINGS` findings.

    Raises OSError when the file cannot be read. A file that is not XML gives a finding.
    """
    check = _Check()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    check.line = lambda: parser.CurrentLineNumber
    parser.StartElementHandler = check.start
    parser.EndElementHandler = check.end
    parser.StartDoctypeDeclHandler = check.doctype
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
        check.finish()
    except expat.ExpatError as error:
        check.findings.append(Finding(error.lineno, "not-xml", expat.ErrorString(error.code)))
    except _EnoughError:
        pass
    return check.findings


def _is_long(text: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]{1,19}", text) is not None and -(2**63) <= int(text) < 2**63


def _is_double(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and math.isfinite(float(text))


def _is_boolean(text: str) -> bool:
    return text in ("true", "false")


def _is_list(text: str) -> bool:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(items, list) and all(isinstance(item, str) for item in items)


def _is_any(_: str) -> bool:
    return True


_TYPES: dict[str, Callable[[str], bool]] = {
    "string": _is_any,
    "long": _is_long,
    "double": _is_double,
    "boolean": _is_boolean,
    "liststring": _is_list,
}


def _day(text: str) -> datetime.date | None:
    """Return a full ISO date; None for anything less."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(slots=True)
class _Item:
    """The node or edge that is being read."""

    owner: str
    id: str
    seen: set[str] = field(default_factory=set)
    last_end: datetime.date | None = None
    placed: bool = False


class _Check:
    """The state of one reading."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.line: Callable[[], int] = lambda: 0
        self._rooted = False
        self._columns: dict[str, dict[str, str]] = {}
        self._owner = ""
        self._nodes: set[str] = set()
        self._edges: set[str] = set()
        self._item: _Item | None = None
        self._placed = 0
        self._edges_begun = False
        self._starters: dict[str, Callable[[Attrs], None]] = {
            "gexf": self._gexf,
            "meta": self._meta,
            "graph": self._graph,
            "attributes": self._attributes,
            "attribute": self._attribute,
            "node": self._node,
            "edges": self._edges_start,
            "edge": self._edge,
            "attvalue": self._attvalue,
            "spell": self._spell,
            "viz:color": self._colour,
            "viz:position": self._position,
            "viz:size": self._size,
        }

    def _say(self, rule: str, detail: str) -> None:
        self.findings.append(Finding(self.line(), rule, detail[:200]))
        if len(self.findings) >= MOST_FINDINGS:
            raise _EnoughError

    def doctype(self, name: str, *_: object) -> None:
        """Refuse a document type: entities can grow without end, or read files."""
        self._say("doctype", f"<!DOCTYPE {name}> is refused")
        raise _EnoughError

    def start(self, name: str, attrs: Attrs) -> None:
        """Look at an element as it opens."""
        if not self._rooted:
            self._root(name)
        for key in attrs:
            if key.startswith(("xsi:", "xmlns:xsi")):
                self._say("xsi", f"{key} on <{name}>")
        starter = self._starters.get(name)
        if starter is not None:
            starter(attrs)
        elif ":" in name and not name.startswith("viz:"):
            self._say("prefix", f"<{name}>: Gephi Lite knows unprefixed names and viz: only")

    def _root(self, name: str) -> None:
        self._rooted = True
        if name != "gexf":
            self._say("root", f"<{name}> instead of an unprefixed <gexf>")
            raise _EnoughError

    def end(self, name: str) -> None:
        """Look at a node or edge as it closes."""
        if name in ("node", "edge") and self._item is not None:
            self._placed += self._item.placed
            self._item = None
        elif name == "attributes":
            self._owner = ""

    def finish(self) -> None:
        """Look at the file as a whole."""
        if 0 < self._placed < len(self._nodes):
            self._say("positions", f"{self._placed} of {len(self._nodes)} nodes have one: give all or none")

    def _gexf(self, attrs: Attrs) -> None:
        for key, value in (("version", "1.3"), ("xmlns", GEXF), ("xmlns:viz", VIZ)):
            if attrs.get(key) != value:
                self._say("root", f"{key} is {attrs.get(key)!r}, not {value!r}")

    def _meta(self, attrs: Attrs) -> None:
        modified = attrs.get("lastmodifieddate")
        if modified is not None and _day(modified) is None:
            self._say("date", f"lastmodifieddate {modified!r}")

    def _graph(self, attrs: Attrs) -> None:
        for key, value in _GRAPH.items():
            if attrs.get(key) != value:
                self._say("graph", f"{key} is {attrs.get(key)!r}, not {value!r}")
        if "name" in attrs:
            self._say("graph", "a graph has no name in GEXF 1.3")

    def _attributes(self, attrs: Attrs) -> None:
        self._owner = attrs.get("class", "")
        if self._owner in self._columns:
            self._say("columns", f"a second block for class {self._owner!r}")
        if attrs.get("mode", "static") != "static":
            self._say("columns", "a dynamic block: Gephi Lite then loses the static ones")
        self._columns.setdefault(self._owner, {})

    def _attribute(self, attrs: Attrs) -> None:
        name, type_ = attrs.get("id", ""), attrs.get("type", "")
        known = self._columns.setdefault(self._owner, {})
        if not name or attrs.get("title") != name:
            self._say("columns", f"id {name!r} and title {attrs.get('title')!r} differ")
        if name.lower() in RESERVED or (self._owner == "edge" and name.lower() == "type"):
            self._say("columns", f"{name!r} is a reserved name for a column of class {self._owner!r}")
        if name.lower() in {other.lower() for other in known}:
            self._say("columns", f"{name!r} stands twice (case does not count)")
        if type_ not in _TYPES:
            self._say("columns", f"{name!r} has type {type_!r}: use {', '.join(_TYPES)}")
        known[name] = type_

    def _edges_start(self, _: Attrs) -> None:
        self._edges_begun = True

    def _node(self, attrs: Attrs) -> None:
        if self._edges_begun:
            self._say("order", "a node after the first edge")
        self._begin("node", attrs, self._nodes)
        if not attrs.get("label"):
            self._say("label", f"node {attrs.get('id')!r} has none")

    def _edge(self, attrs: Attrs) -> None:
        self._begin("edge", attrs, self._edges)
        for end in ("source", "target"):
            if attrs.get(end) not in self._nodes:
                self._say("edge", f"{end} {attrs.get(end)!r} is no node")
        if not attrs.get("kind", "").strip():
            self._say("kind", f"edge {attrs.get('id')!r} has none")
        weight = attrs.get("weight", "")
        if not _is_double(weight) or float(weight) <= 0:
            self._say("weight", f"{weight!r} on edge {attrs.get('id')!r}: must be above 0")

    def _begin(self, owner: str, attrs: Attrs, known: set[str]) -> None:
        id_ = attrs.get("id", "")
        if not id_ or id_ in known:
            self._say("id", f"{owner} id {id_!r} is {'taken' if id_ else 'missing'}")
        known.add(id_)
        label = attrs.get("label", "")
        if len(label.splitlines()) > 1 or label != label.strip():
            self._say("label", f"{label!r} is not one trimmed line")
        self._item = _Item(owner, id_)

    def _attvalue(self, attrs: Attrs) -> None:
        item, name, value = self._item, attrs.get("for", ""), attrs.get("value")
        if item is None:
            return
        type_ = self._columns.get(item.owner, {}).get(name)
        if type_ is None:
            self._say("value", f"column {name!r} of class {item.owner!r} is not declared")
        elif value is None or not _TYPES.get(type_, _is_any)(value):
            self._say("value", f"{name} of {item.id!r} is no {type_}: {value!r}")
        if name in item.seen:
            self._say("value", f"{name} stands twice on {item.id!r}")
        item.seen.add(name)

    def _spell(self, attrs: Attrs) -> None:
        item = self._item
        if item is None:
            return
        # A spell may be open at one side.
        start = _day(attrs.get("start", "0001-01-01"))
        end = _day(attrs.get("end", "9999-12-31"))
        if start is None or end is None or not attrs.keys() & {"start", "end"}:
            self._say("spell", f"{item.id!r}: {attrs} needs full dates")
            return
        if end < start:
            self._say("spell", f"{item.id!r} ends {end} before it starts {start}")
        if item.last_end is not None and start <= item.last_end:
            self._say("spell", f"{item.id!r}: {start} overlaps the spell before, or is out of order")
        item.last_end = end

    def _colour(self, attrs: Attrs) -> None:
        channels = [attrs.get(name, "") for name in "rgb"]
        if not all(re.fullmatch(r"[0-9]{1,3}", c) and int(c) <= 255 for c in channels):
            self._say("colour", f"{attrs}")

    def _position(self, attrs: Attrs) -> None:
        if not all(_is_double(attrs.get(axis, "0" if axis == "z" else "")) for axis in "xyz"):
            self._say("positions", f"{attrs}")
        if self._item is not None:
            self._item.placed = True

    def _size(self, attrs: Attrs) -> None:
        value = attrs.get("value", "")
        if not _is_double(value) or float(value) < 0:
            self._say("size", f"{value!r}")
