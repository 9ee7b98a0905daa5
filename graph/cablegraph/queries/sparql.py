"""What a SPARQL text asks for, read from its tokens before any engine sees it.

Oxigraph needs no space after a keyword (``SERVICEex:a {}`` calls out) and cannot be told to make no requests,
so the check looks for SERVICE and LOAD inside words and prefixes too. A text that can be read in two ways is
refused, with the advice how to write it in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cablegraph.queries.sparql_tokens import SparqlError, Token, TokenKind, decode_escapes, tokenize
from cablegraph_ontology.terms import PREFIXES

__all__ = ["Form", "RefusedError", "Request", "SparqlError", "explain", "read_request"]

MAX_NESTING = 100
"""Brackets inside brackets. Oxigraph reads by recursion: 1,000 nested calls overflow a stack of 8 MB and end
the process. Nobody writes 100."""

MAX_PARTS = 3_000
"""Keywords and signs outside of VALUES and DATA blocks, for the same reason: 10,000 terms in one sum overflow
the stack, 3,000 do not. A long hand-written query has a few hundred."""


class Form(StrEnum):
    """What kind of request a text is."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"
    UPDATE = "update"
    EMPTY = "empty"
    """Nothing but a prologue: a valid update that does nothing, and no query."""


_UPDATE_WORDS = ("insert", "delete", "load", "clear", "create", "drop", "add", "move", "copy", "with")
_QUERY_FORMS = (Form.SELECT, Form.ASK, Form.CONSTRUCT, Form.DESCRIBE)


class RefusedError(SparqlError):
    """The text is valid, or may be, but asks for something that is not given: an outgoing request."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a SPARQL text is."""

    form: Form
    has_dataset: bool
    """True when a query names its graphs with FROM or FROM NAMED."""
    has_using: bool
    """True when an update names graphs with USING or WITH."""
    prefixes: frozenset[str]
    """The prefixes that the text declares, without the colon."""

    @property
    def is_query(self) -> bool:
        """True for SELECT, ASK, CONSTRUCT and DESCRIBE."""
        return self.form in _QUERY_FORMS

    def added_prefixes(self) -> dict[str, str]:
        """Return the predeclared prefixes that the text does not declare itself."""
        return {name: iri for name, iri in PREFIXES.items() if name not in self.prefixes}


def read_request(text: str) -> Request:
    """Return what a SPARQL text asks for, in linear time.

    Raises SparqlError, with line and column, when the text has no tokens or is nested too deeply, and
    RefusedError when it would make the engine call out (SERVICE, and LOAD in an update).
    """
    tokens = tokenize(text)
    request = _describe(text, tokens)
    _check_size(text, tokens)
    _refuse_requests(text, tokens, request.form)
    if "\\u" in text or "\\U" in text:
        _refuse_escaped(text)
    return request


def _refuse_escaped(text: str) -> None:
    """Refuse what becomes SERVICE or LOAD for an engine that decodes escapes first, as SPARQL 1.1 says."""
    decoded = decode_escapes(text)
    try:
        tokens = tokenize(decoded)
        form = _describe(decoded, tokens).form
    except SparqlError:
        return  # read that way it is no request; the reading that counts is the other one
    _refuse_requests(decoded, tokens, form)


def _describe(text: str, tokens: Sequence[Token]) -> Request:
    """Return form, graphs and declared prefixes."""
    declared = frozenset(_declared_prefixes(tokens))
    first = next(_operations(tokens), None)
    form = _form(text, first)
    return Request(
        form=form,
        has_dataset=form in _QUERY_FORMS and _has_clause(tokens, ("from",), declared),
        has_using=form is Form.UPDATE and _has_clause(tokens, ("using", "with"), declared),
        prefixes=declared,
    )


def _form(text: str, first: Token | None) -> Form:
    """Return what the first token after the prologue announces."""
    if first is None:
        return Form.EMPTY
    word = first.text.lower()
    for form in _QUERY_FORMS:
        if word.startswith(form.value):
            return form
    if word.startswith(_UPDATE_WORDS) or word == ";":
        return Form.UPDATE
    raise SparqlError(
        f"Expected SELECT, ASK, CONSTRUCT or DESCRIBE (or an update), found '{first.shown()}'",
        text,
        first.start,
    )


def _declared_prefixes(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the names after PREFIX. The space before the name may be missing: ``PREFIXex:<...>``."""
    for before, token, after in _windows(tokens):
        if token.kind is not TokenKind.NAME or after is None or after.kind is not TokenKind.IRI:
            continue
        if before is not None and before.is_word("prefix"):
            yield token.prefix
        elif _is_glued_prefix(token):
            yield token.prefix[len("prefix") :]


def _operations(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens after the prologue (PREFIX, BASE, VERSION)."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.is_word("prefix"):
            position += 3
        elif token.is_word("base") or token.is_word("version") or _is_glued_prefix(token):
            position += 2
        else:
            break
    yield from tokens[position:]


def _is_glued_prefix(token: Token) -> bool:
    """True for PREFIX with its name and no space between: ``PREFIXex:``."""
    return token.kind is TokenKind.NAME and token.prefix.lower().startswith("prefix")


def _has_clause(tokens: Sequence[Token], words: tuple[str, ...], declared: frozenset[str]) -> bool:
    """True when a clause starts with one of the words, a space after it or not."""
    for token in tokens:
        if token.kind is TokenKind.WORD and token.text.lower().startswith(words):
            return True
        if (
            token.kind is TokenKind.NAME
            and token.prefix.lower().startswith(words)
            and token.prefix not in declared
            and token.prefix not in PREFIXES
        ):
            return True
    return False


def _windows(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, Token, Token | None]]:
    """Yield every token with its neighbours."""
    for position, token in enumerate(tokens):
        before = tokens[position - 1] if position > 0 else None
        after = tokens[position + 1] if position + 1 < len(tokens) else None
        yield before, token, after


def _check_size(text: str, tokens: Sequence[Token]) -> None:
    """Refuse what is nested too deeply or has too many parts for the engine's stack."""
    depth = parts = 0
    flat_depth: int | None = None  # the depth at which a VALUES or DATA block began, while in one
    flat_next = False
    for token in tokens:
        if flat_depth is None and token.kind in (TokenKind.WORD, TokenKind.SIGN):
            parts += 1
        if token.kind is TokenKind.WORD:
            flat_next = flat_next or token.text.lower().endswith(("values", "data"))
        elif token.text in ("(", "[", "{") and token.kind is TokenKind.SIGN:
            if token.text == "{" and flat_next and flat_depth is None:
                flat_depth = depth
            flat_next = flat_next and token.text != "{"
            depth += 1
        elif token.text in (")", "]", "}") and token.kind is TokenKind.SIGN:
            depth -= 1
            if flat_depth is not None and depth <= flat_depth:
                flat_depth = None
        if depth > MAX_NESTING:
            raise SparqlError(f"Brackets are nested more than {MAX_NESTING} deep", text, token.start)
        if parts > MAX_PARTS:
            raise SparqlError(
                f"More than {MAX_PARTS} keywords and signs; put long lists of terms into VALUES",
                text,
                token.start,
            )


def _refuse_requests(text: str, tokens: Sequence[Token], form: Form) -> None:
    """Refuse SERVICE, and LOAD in an update, however they are glued to what follows."""
    depth = 0
    for before, token, after in _windows(tokens):
        if token.kind is TokenKind.SIGN:
            depth += (token.text == "{") - (token.text == "}")
        elif _is_service(before, token, after):
            raise RefusedError("SERVICE is not allowed: answers come from this graph only", text, token.start)
        elif form is Form.UPDATE and _is_load(before, token, depth):
            raise RefusedError("LOAD is not allowed: nothing is fetched from elsewhere", text, token.start)


def _is_service(before: Token | None, token: Token, after: Token | None) -> bool:
    """True when the engine could read SERVICE in a token.

    No other keyword has the word in it. In a prefix ("SERVICEex:a") it counts only where a group follows, and
    where no keyword that takes a name stands before it (GRAPH service:a { ... }).
    """
    if token.kind is TokenKind.WORD:
        return "service" in token.text.lower()
    if token.kind is not TokenKind.NAME or after is None or after.text != "{":
        return False
    named = before is not None and any(before.is_word(word) for word in ("graph", "from", "named"))
    return "service" in token.prefix.lower() and not named


_BEFORE_NAMES = {"prefix", "graph", "into", "to", "using", "named", "with"}


def _is_load(before: Token | None, token: Token, depth: int) -> bool:
    """True when the engine could read LOAD in a token of an update; glued to a name, outside of groups."""
    if token.kind is TokenKind.WORD:
        return "load" in token.text.lower()
    if token.kind is not TokenKind.NAME or depth > 0 or "load" not in token.prefix.lower():
        return False
    return before is None or before.kind is not TokenKind.WORD or before.text.lower() not in _BEFORE_NAMES


_POSITION = re.compile(r"error at ([0-9]{1,9}):([0-9]{1,9})")


def explain(text: str, engine_message: str) -> SparqlError:
    """Return what is wrong with a text that the engine refused with a syntax error, in plain words.

    Oxigraph names the place, but lists what its grammar tried there ("expected OPTIONAL"). The two commonest
    faults, an undeclared prefix and a group without a name, are found here.
    """
    tokens = tokenize(text)
    undeclared = _undeclared(tokens)
    if undeclared is not None:
        name = undeclared.prefix + ":"
        return SparqlError(
            f"The prefix {name} is not declared; add PREFIX {name} <...>", text, undeclared.start
        )
    unnamed = _unnamed_group(tokens)
    if unnamed is not None:
        return SparqlError(_UNNAMED, text, unnamed.start)
    return _at_engine_position(text, tokens, engine_message)


_UNNAMED = (
    "A GROUP BY expression needs a name before it can be selected: write GROUP BY (YEAR(?d) AS ?year) and "
    "SELECT ?year, not GROUP BY (YEAR(?d)) and SELECT (YEAR(?d) AS ?year)"
)


def _undeclared(tokens: Sequence[Token]) -> Token | None:
    """Return the first name whose prefix nobody declares, or None."""
    known = set(_declared_prefixes(tokens)) | set(PREFIXES)
    for before, token, after in _windows(tokens):
        if token.kind is not TokenKind.NAME or token.prefix in known:
            continue
        if after is not None and after.kind is TokenKind.IRI and _is_glued_prefix(token):
            continue
        if before is None or not before.is_word("prefix"):
            return token
    return None


def _at_engine_position(text: str, tokens: Sequence[Token], engine_message: str) -> SparqlError:
    """Return the error at the place that the engine names."""
    found = _POSITION.search(engine_message)
    if found is None:
        return SparqlError("Not valid SPARQL: " + engine_message.split("\n", 1)[0], text, 0)
    lines = text.split("\n")
    line = min(int(found[1]), len(lines))
    offset = sum(len(row) + 1 for row in lines[: line - 1]) + int(found[2]) - 1
    near = next((token for token in tokens if token.start + len(token.text) > offset), None)
    if near is None:
        return SparqlError("Not valid SPARQL: the text ends too early", text, len(text))
    return SparqlError(f"Not valid SPARQL at '{near.shown()}', or just before it", text, near.start)


_AFTER_GROUPS = {"having", "order", "limit", "offset", "values"}


def _unnamed_group(tokens: Sequence[Token]) -> Token | None:
    """Return the start of a GROUP BY expression that has no AS, or None."""
    for position, token in enumerate(tokens[:-1]):
        if token.is_word("group") and tokens[position + 1].is_word("by"):
            unnamed = _unnamed_condition(tokens[position + 2 :])
            if unnamed is not None:
                return unnamed
    return None


def _unnamed_condition(tokens: Sequence[Token]) -> Token | None:
    """Return the first condition of a GROUP BY clause that is neither a variable nor named with AS."""
    depth, start, named = 0, None, False
    for token in tokens:
        if depth == 0 and (token.text == "}" or token.text.lower() in _AFTER_GROUPS):
            return None
        if depth == 0 and token.kind is not TokenKind.VARIABLE and start is None:
            start, named = token, False
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
            if depth == 0:
                if not named:
                    return start
                start = None
        elif depth == 1 and token.is_word("as"):
            named = True
    return None
