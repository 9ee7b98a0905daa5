"""Queries to Oxigraph, written anew where its answer is not the one of the standard.

Each rewriting says in SPARQL what the text means by SPARQL, so that a later version of the engine that is
right by itself answers the same:

- The value of GROUP_CONCAT is a simple literal; the engine keeps the language of its parts.
- MINUS removes nothing when its two sides share no variable; inside of GRAPH ?g the engine takes ?g for one.
- GRAPH ?g binds ?g in every solution; the engine does not, for what VALUES leaves open inside.
- A path of length zero is there for every term; see zero_length_paths.py.
- A subquery inside of GRAPH ?g is about one graph at a time; see graph_scope.py.

What is still wrong is listed in tests/conformance/known_failures.yml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyoxigraph as ox

from cablegraph.queries.graph_scope import scoped
from cablegraph.queries.sparql_tokens import SparqlError, Token, TokenKind, tokenize
from cablegraph.queries.zero_length_paths import completions

Result: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Edit: TypeAlias = tuple[int, str]
"""A position in a text, and what is inserted there."""


# Words of the rewritings.
_SUSPECT_WORDS = ("group_concat", "minus", "values")
# The end of a path; "SELECT *" and "?a * ?b" have a space before. The sign comes first, as it is rare.
_SUSPECT_PATH = re.compile(r"[*?](?=\s)(?<=[^\s(].)")

_GRAPH = re.compile(r"graph\s*[?$]", re.IGNORECASE)
_SELECT = re.compile("select", re.IGNORECASE)


def ask(store: ox.Store, text: str, **options: Any) -> Result:
    """Answer a query as `pyoxigraph.Store.query` does, with its options. Raises SyntaxError and OSError."""
    rewritten = corrected(text)
    if rewritten != text:
        # What is wrong is told about the text as it was sent.
        with suppress(SyntaxError):
            return store.query(rewritten, **options)
    return store.query(text, **options)


def corrected(text: str) -> str:
    """Return a query that means the same and that the engine answers right; most queries are that already."""
    if not _is_suspect(text) and not _has_inner_select(text):
        return text
    try:
        tokens = tokenize(text)
    except SparqlError:
        return text
    blocks = _blocks(tokens)
    closing = {start: block.end for start, block in blocks.items()}
    edits = [
        *_simple_concatenations(tokens, blocks),
        *_idle_minuses(tokens, blocks),
        *_bound_graphs(tokens, blocks),
        *completions(tokens, closing),
        *scoped(tokens, closing),
    ]
    parts, done = [], 0
    for position, insertion in sorted(edits):
        parts += [text[done:position], insertion]
        done = position
    return "".join((*parts, text[done:]))


def _is_suspect(text: str) -> bool:
    # Every query comes by here: plain searches take a tenth of the time of one pattern.
    lower = text.lower()
    return any(word in lower for word in _SUSPECT_WORDS) or _SUSPECT_PATH.search(text) is not None


def _has_inner_select(text: str) -> bool:
    graph = _GRAPH.search(text)
    return graph is not None and _SELECT.search(text, graph.end()) is not None


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands between two brackets, by the numbers of tokens."""

    end: int
    """The closing bracket."""
    first: int
    """The first place in the whole text of a variable that the block has; the end if it has none."""
    last: int
    """The last place in the whole text of a variable that the block has; -1 if it has none."""


def _blocks(tokens: Sequence[Token]) -> dict[int, _Block]:
    """Return the blocks of brackets by where they open, in one pass."""
    variables = [(n, t.text[1:]) for n, t in enumerate(tokens) if t.kind is TokenKind.VARIABLE]
    last = {name: number for number, name in variables}
    first = {name: number for number, name in reversed(variables)}
    blocks: dict[int, _Block] = {}
    # Where each open bracket stands, and the first and last places of the variables inside so far.
    opened: list[tuple[int, int, int]] = [(-1, len(tokens), -1)]
    for number, token in enumerate(tokens):
        start, low, high = opened[-1]
        if token.kind is TokenKind.VARIABLE:
            name = token.text[1:]
            opened[-1] = start, min(low, first[name]), max(high, last[name])
        elif token.kind is not TokenKind.SIGN:
            continue
        elif token.text in "([{":
            opened.append((number, len(tokens), -1))
        elif token.text in ")]}" and len(opened) > 1:
            opened.pop()
            blocks[start] = _Block(number, low, high)
            outer, outer_low, outer_high = opened[-1]
            opened[-1] = outer, min(outer_low, low), max(outer_high, high)
    return blocks


def _simple_concatenations(tokens: Sequence[Token], blocks: Mapping[int, _Block]) -> Iterator[Edit]:
    """Put STR( ) around every GROUP_CONCAT."""
    for position, token in enumerate(tokens[:-1]):
        if token.is_word("group_concat") and position + 1 in blocks:
            yield token.start, "STR("
            yield tokens[blocks[position + 1].end].start + 1, ")"


def _idle_minuses(tokens: Sequence[Token], blocks: Mapping[int, _Block]) -> Iterator[Edit]:
    """Empty every MINUS whose variables stand nowhere else."""
    for position, token in enumerate(tokens[:-1]):
        if token.is_word("minus") and position + 1 in blocks:
            block = blocks[position + 1]
            if position < block.first and block.last < block.end:
                yield tokens[position + 1].start + 1, " FILTER(false) "


def _bound_graphs(tokens: Sequence[Token], blocks: Mapping[int, _Block]) -> Iterator[Edit]:
    """Name the graphs before a GRAPH ?g in which VALUES speaks of ?g."""
    listed = _listed(tokens)
    for position, token in enumerate(tokens[:-2]):
        graph = tokens[position + 1]
        if token.is_word("graph") and graph.kind is TokenKind.VARIABLE and position + 2 in blocks:
            places = listed.get(graph.text[1:], [])
            following = bisect_left(places, position + 2)
            if following < len(places) and places[following] < blocks[position + 2].end:
                yield token.start, f"GRAPH {graph.text} {{}} "


def _listed(tokens: Sequence[Token]) -> dict[str, list[int]]:
    """Return where each variable stands at the head of a VALUES block."""
    listed: dict[str, list[int]] = {}
    in_head = False
    for number, token in enumerate(tokens):
        in_head = token.is_word("values") or (in_head and token.text != "{")
        if in_head and token.kind is TokenKind.VARIABLE:
            listed.setdefault(token.text[1:], []).append(number)
    return listed
