"""A subquery inside of GRAPH ?g is about the graph ?g.

Oxigraph lets it see all graphs at once unless it selects ?g itself: in ``GRAPH ?g { SELECT ?s {...} }``
every ?g meets the ?s of every graph, and a COUNT is one number for all graphs together. Here such a subquery
is made to select ?g, and to group by it. With an aggregate and no GROUP BY, a graph without any solution then
has no row, where the standard has one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from cablegraph.queries.sparql_tokens import Token, TokenKind

_AGGREGATES = ("count", "sum", "min", "max", "avg", "sample", "group_concat")


def scoped(tokens: Sequence[Token], closing: Mapping[int, int]) -> Iterator[tuple[int, str]]:
    """Yield what to insert where. `closing` tells of opening brackets where they close, in tokens."""
    places = _places(tokens)
    # The variable of the innermost GRAPH around each open bracket; None outside, and where it has a name.
    around: list[str | None] = [None]
    for position, token in enumerate(tokens):
        if token.kind is not TokenKind.SIGN:
            continue
        if token.text in "([{":
            around.append(_graph(tokens, position, around[-1]))
            end = closing.get(position)
            name = around[-1]
            if end is None or name is None or not tokens[position + 1].is_word("select"):
                continue
            # A variable of the same name inside is another one, or is selected already.
            if not _stands_between(places.get(name[1:], []), position, end):
                yield from _selected(tokens, position + 1, end, closing, name)
        elif token.text in ")]}" and len(around) > 1:
            around.pop()


def _graph(tokens: Sequence[Token], position: int, outer: str | None) -> str | None:
    """Return the variable of the GRAPH whose group starts at a position, or that of the one around."""
    if tokens[position].text == "{" and position >= 2 and tokens[position - 2].is_word("graph"):
        graph = tokens[position - 1]
        return graph.text if graph.kind is TokenKind.VARIABLE else None
    return outer


def _selected(
    tokens: Sequence[Token], select: int, end: int, closing: Mapping[int, int], name: str
) -> Iterator[tuple[int, str]]:
    """Yield the insertions that make a subquery select a variable and group by it."""
    first = select + 1
    if tokens[first].text.lower() in ("distinct", "reduced"):
        first += 1
    pattern = _next(tokens, first, end, closing, "{")
    if pattern is None or tokens[first].text == "*":
        return
    yield tokens[first].start, f"{name} "
    group = _next(tokens, closing[pattern] + 1, end, closing, "group")
    if group is not None:
        yield tokens[group + 1].start + len(tokens[group + 1].text), f" {name} "
    elif any(token.text.lower() in _AGGREGATES for token in tokens[first:pattern]):
        yield tokens[closing[pattern]].start + 1, f" GROUP BY {name} "


def _next(
    tokens: Sequence[Token], position: int, end: int, closing: Mapping[int, int], text: str
) -> int | None:
    """Return where a text stands next, outside of all brackets that open on the way."""
    while position < end:
        if tokens[position].text.lower() == text:
            return position if text != "{" or position in closing else None
        position = closing.get(position, position) + 1
    return None


def _places(tokens: Sequence[Token]) -> dict[str, list[int]]:
    """Return where each variable stands."""
    places: dict[str, list[int]] = {}
    for number, token in enumerate(tokens):
        if token.kind is TokenKind.VARIABLE:
            places.setdefault(token.text[1:], []).append(number)
    return places


def _stands_between(places: Sequence[int], start: int, end: int) -> bool:
    following = bisect_left(places, start)
    return following < len(places) and places[following] < end
