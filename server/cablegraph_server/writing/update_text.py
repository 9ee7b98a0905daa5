"""What the protocol asks for and the engine cannot do, written into the text of an update."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

from cablegraph.queries.sparql import read_request
from cablegraph.queries.sparql_tokens import SparqlError, Token, TokenKind, tokenize

_FIRST_WORDS = ("insert", "delete", "load", "clear", "create", "drop", "add", "move", "copy", "with")
# Shorter than the shortest LOAD SILENT, so that nothing moves to the right.
_NOTHING = "INSERT DATA{}"
_NAMES = (TokenKind.IRI, TokenKind.NAME)


def without_silent_loads(text: str) -> str:
    """Return an update with every LOAD SILENT replaced by an operation that does nothing.

    LOAD always fails here, because nothing is fetched; and SILENT says that a failure is none. A LOAD without
    SILENT stays, and is refused by `read_request`.
    """
    if "load" not in text.lower():
        return text
    parts, done = [], 0
    for operation in _operations(tokenize(text)):
        if _is_silent_load(operation):
            start, end = operation[0].start, _end(operation[-1])
            parts += [text[done:start], _NOTHING, "\n" * text.count("\n", start, end)]
            done = end
    return "".join((*parts, text[done:]))


def with_dataset(text: str, using: Sequence[NamedNode], using_named: Sequence[NamedNode]) -> str:
    """Return an update whose WHERE clauses see the graphs that the protocol names.

    Raises SparqlError when the text has USING or WITH itself, which the standard forbids, or glues keywords.
    """
    tokens = tokenize(text)
    if read_request(text).has_using:
        raise SparqlError("The address names the graphs to use, so USING and WITH are not allowed", text, 0)
    clause = " ".join(
        [*(f"USING {graph}" for graph in using), *(f"USING NAMED {graph}" for graph in using_named)]
    )
    parts, done = [], 0
    for operation in _operations(tokens):
        if operation[0].text.lower() not in _FIRST_WORDS:
            raise SparqlError("Put a space after the keyword", text, operation[0].start)
        where = _where(operation)
        if where is None:
            continue
        parts.append(text[done : where.start])
        if operation[1] is where:
            # DELETE WHERE has no place for USING; DELETE with its template twice has.
            parts.append(text[operation[2].start : _end(operation[-1])] + " ")
        parts.append(clause + " ")
        done = where.start
    return "".join((*parts, text[done:]))


def _operations(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each operation without its prologue; semicolons separate them."""
    depth = 0
    operation: list[Token] = []
    for token in tokens:
        if token.kind is TokenKind.SIGN:
            depth += (token.text in "{([") - (token.text in "})]")
            if token.text == ";" and depth == 0:
                yield from _whole(operation)
                operation = []
                continue
        operation.append(token)
    yield from _whole(operation)


def _whole(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the tokens after PREFIX and BASE, if there are any."""
    start = 0
    while start < len(tokens):
        if tokens[start].is_word("prefix"):
            start += 3
        elif tokens[start].is_word("base"):
            start += 2
        else:
            yield tokens[start:]
            return


def _is_silent_load(operation: Sequence[Token]) -> bool:
    """True for LOAD SILENT <document> and LOAD SILENT <document> INTO GRAPH <graph>, and nothing near it."""
    if len(operation) not in (3, 6):
        return False
    words = ("load", "silent", None, "into", "graph", None)
    return all(
        token.kind in _NAMES if word is None else token.is_word(word)
        for token, word in zip(operation, words, strict=False)
    )


def _where(operation: Sequence[Token]) -> Token | None:
    """Return the WHERE of an operation that has one, outside of all brackets."""
    if len(operation) < 3 or operation[0].text.lower() not in ("insert", "delete"):
        return None
    depth = 0
    for token in operation:
        if token.kind is TokenKind.SIGN:
            depth += (token.text in "{([") - (token.text in "})]")
        elif depth == 0 and token.is_word("where"):
            return token
    return None


def _end(token: Token) -> int:
    return token.start + len(token.text)
