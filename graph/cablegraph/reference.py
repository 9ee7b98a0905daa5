"""Writes docs/api.md from the docstrings: `python -m cablegraph.reference docs/api.md`."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cablegraph
from cablegraph import parts
from cablegraph.export.options import Options, Summary
from cablegraph.pipeline import Extraction
from cablegraph.research.columns import Column
from cablegraph.research.plot import Picture
from cablegraph.research.property_graph import Filters, Window
from cablegraph.research.widget import Widget
from cablegraph.reviewing.evidence import Evidence, MarkedArticle, Source

_HEAD = """# Reference

Made from the docstrings by `make docs`; change them there. What stands before "Steps" is imported from
`cablegraph` itself.
"""

# What a chain is made of, in its order.
_STEPS = (parts.read, parts.clean, parts.annotate, parts.extract, parts.resolve)
_VALUES = (
    Evidence,
    Source,
    MarkedArticle,
    Extraction,
    Column,
    Window,
    Filters,
    Options,
    Summary,
    Picture,
    Widget,
)


def page() -> str:
    """Return the whole page."""
    names = sorted(
        set(cablegraph.__all__) - {"__version__"}, key=lambda name: (name != "KnowledgeGraph", name)
    )
    lines = [_HEAD]
    for name in names:
        lines += _entry(name, getattr(cablegraph, name))
    lines.append("## Steps\n")
    for step in _STEPS:
        lines += _entry(f"{step.__module__}.{step.__name__}", step, level=3)
    lines.append("## Values\n")
    for value in _VALUES:
        lines += _entry(f"{value.__module__}.{value.__qualname__}", value, level=3)
    return "\n".join(lines)


def public_docstrings() -> Iterator[tuple[str, str]]:
    """Yield the name and the docstring of every public function, method and property."""
    for step in _STEPS:
        yield f"{step.__module__}.{step.__name__}", step.__doc__ or ""
    for name in sorted(set(cablegraph.__all__) - {"__version__"}):
        member = getattr(cablegraph, name)
        for attribute, value in _members(member):
            function = value.__func__ if isinstance(value, classmethod | staticmethod) else value
            yield f"{name}.{attribute}", function.__doc__ or ""


def _entry(name: str, member: Any, level: int = 2) -> Iterator[str]:
    yield f"{'#' * level} {name}\n"
    if inspect.isclass(member):
        yield _text(member)
        for attribute, value in _members(member):
            yield f"{'#' * (level + 1)} {member.__qualname__}.{attribute}\n"
            yield from _callable(attribute, value)
    else:
        yield from _callable(name, member)


def _members(owner: type) -> Iterator[tuple[str, Any]]:
    for name, value in sorted(vars(owner).items()):
        public = not name.startswith("_") and getattr(value, "__doc__", None)
        if public and isinstance(value, property | classmethod | staticmethod | type(page)):
            yield name, value


def _callable(name: str, member: Any) -> Iterator[str]:
    function = member.__func__ if isinstance(member, classmethod | staticmethod) else member
    if not isinstance(function, property):
        yield f"    {name}{_signature(function)}\n"
    yield _text(function)


_DEFAULT = re.compile(r"<function (\w+) at 0x[0-9a-f]+>")


def _signature(function: Any) -> str:
    """Return the signature as it is written, without the quotes of late annotations."""
    signature = inspect.signature(function)
    parameters = [p for p in signature.parameters.values() if p.name not in ("self", "cls")]
    text = _DEFAULT.sub(r"\1", str(signature.replace(parameters=parameters)))
    return re.sub(r"(: |-> |\| )'([^']*)'", r"\1\2", text)


def _text(member: Any) -> str:
    """Return a docstring as Markdown: its examples as code, then the fields of a class."""
    lines = _indented((inspect.getdoc(member) or "").split("\n"))
    fields = list(_fields(member)) if inspect.isclass(member) else []
    return "\n".join([*lines, *([""] if fields else []), *fields]) + "\n"


def _indented(lines: list[str]) -> Iterator[str]:
    """Yield the lines, those of an example up to the next empty line indented."""
    inside = False
    for line in lines:
        inside = bool(line.strip()) and (inside or line.startswith(">>> "))
        yield f"    {line}" if inside else line


def _fields(member: type) -> Iterator[str]:
    """Yield the fields of a class with the strings that stand under them."""
    for base in reversed(member.__mro__[:-1]):
        if not base.__module__.startswith("cablegraph"):
            continue
        (definition,) = ast.parse(inspect.getsource(base)).body
        assert isinstance(definition, ast.ClassDef)
        for entry, after in zip(definition.body, [*definition.body[1:], None], strict=True):
            if isinstance(entry, ast.AnnAssign) and not ast.unparse(entry.target).startswith("_"):
                said = after.value if isinstance(after, ast.Expr) else None
                words = f": {said.value!s}" if isinstance(said, ast.Constant) else ""
                yield f"- `{ast.unparse(entry.target)}` (`{ast.unparse(entry.annotation)}`){words}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
