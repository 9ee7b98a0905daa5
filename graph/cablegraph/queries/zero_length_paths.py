"""A path of length zero leads from every term to itself, also from one that the graph does not have.

Oxigraph forgets that for a term that the query names: ``SELECT ?o { ex:unknown ex:p* ?o }`` has one solution.
Only a group that holds nothing but such a path is completed, so that no other query is planned differently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cablegraph.queries.sparql_tokens import Token, TokenKind

_NAMES = (TokenKind.IRI, TokenKind.NAME)


def completions(tokens: Sequence[Token], closing: Mapping[int, int]) -> Iterator[tuple[int, str]]:
    """Yield what to insert where. `closing` tells of opening brackets where they close, in tokens."""
    for start, token in enumerate(tokens):
        end = closing.get(start)
        if token.text != "{" or end is None:
            continue
        if tokens[end - 1].text == ".":
            end -= 1
        last = end - 1
        if last - start < 4 or not _is_path(tokens, start + 2, last, closing):
            continue
        other = _same_term(tokens[start + 1], tokens[last])
        if other is not None:
            yield tokens[start + 1].start, "{ "
            yield tokens[last].start + len(tokens[last].text), f" }} UNION {{ {other} }}"


def _is_path(tokens: Sequence[Token], first: int, last: int, closing: Mapping[int, int]) -> bool:
    """True when the tokens from `first` to before `last` are one step, with * or ? after it."""
    if tokens[last - 1].kind is not TokenKind.SIGN or tokens[last - 1].text not in "*?":
        return False
    if tokens[first].text == "^":
        first += 1
    if tokens[first].text == "(":
        return closing.get(first) == last - 2
    return first == last - 2 and (tokens[first].kind in _NAMES or tokens[first].is_word("a"))


def _same_term(subject: Token, object_: Token) -> str | None:
    """Return the pattern of the solution in which nothing is walked; None when neither end is a name."""
    if subject.kind in _NAMES and object_.kind in _NAMES:
        return f"FILTER(sameTerm({subject.text}, {object_.text})) {_is_no_node(subject.text)}"
    for name, variable in ((subject, object_), (object_, subject)):
        if name.kind in _NAMES and variable.kind is TokenKind.VARIABLE:
            return f"VALUES {variable.text} {{ {name.text} }} {_is_no_node(name.text)}"
    return None


def _is_no_node(name: str) -> str:
    """Return the condition that the graph does not have the term; if it has, the engine is right."""
    there = f"{{ {name} ?zero_p ?zero_o }} UNION {{ ?zero_s ?zero_p {name} }}"
    return f"FILTER NOT EXISTS {{ {there} }}"
