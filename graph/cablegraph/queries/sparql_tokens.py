"""The tokens of a SPARQL text, by the grammar of SPARQL 1.1 and the lenience of Oxigraph, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class SparqlError(ValueError):
    """A SPARQL text that cannot be answered. `line` and `column` count from 1, in code points."""

    def __init__(self, message: str, text: str, offset: int) -> None:
        self.message = message
        self.line = text.count("\n", 0, offset) + 1
        self.column = offset - (text.rfind("\n", 0, offset) + 1) + 1
        super().__init__(f"{message} (line {self.line}, column {self.column})")


class TokenKind(StrEnum):
    """What a token is. Comments and spaces are no tokens."""

    IRI = "IRI"
    NAME = "prefixed name"
    BLANK = "blank node"
    VARIABLE = "variable"
    STRING = "string"
    LANGUAGE = "language tag"
    NUMBER = "number"
    WORD = "keyword"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a SPARQL text as written, and where it starts, in code points."""

    kind: TokenKind
    text: str
    start: int

    @property
    def prefix(self) -> str:
        """The part of a prefixed name before its first colon."""
        return self.text.partition(":")[0]

    def is_word(self, word: str) -> bool:
        """True for this keyword, given in lower case."""
        return self.kind is TokenKind.WORD and self.text.lower() == word

    def shown(self) -> str:
        """Return the token short enough for a message."""
        return self.text if len(self.text) <= 40 else self.text[:40] + "..."


_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MARK = "\u00b7\u0300-\u036f\u203f-\u2040"
_NAME_CHARACTER = _LETTER + _MARK + "_0-9\\-"

_SKIPPED = re.compile(r"[ \t\r\n]+|#[^\r\n]*")
_IRI = re.compile(r'<[^\x00-\x20<>"{}|^`]*>')
_VARIABLE = re.compile(f"[?$][{_LETTER}_0-9][{_LETTER}{_MARK}_0-9]*")
_LANGUAGE = re.compile(r"@[A-Za-z][A-Za-z0-9-]*")
_BLANK = re.compile(f"_:[{_LETTER}_0-9][{_NAME_CHARACTER}.]*")
_NUMBER = re.compile(r"[0-9]+(?:[eE][+-]?[0-9]+)?")
_RUN = re.compile(f"[{_LETTER}][{_NAME_CHARACTER}.]*")
_LOCAL = re.compile(
    rf"(?![.\-{_MARK}])(?:[{_NAME_CHARACTER}.:]|%[0-9A-Fa-f][0-9A-Fa-f]|\\[_~.\-!$&'()*+,;=/?#@%])*+"
)
_PIECE = re.compile(f"[{_LETTER}{_MARK}_0-9]+|.")
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a SPARQL text. Raises SparqlError for a string without end and an unclear "<"."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        skipped = _SKIPPED.match(text, position)
        if skipped is not None:
            position = skipped.end()
            continue
        found = _tokens_at(text, position)
        tokens.extend(found)
        position = found[-1].start + len(found[-1].text)
    _refuse_unclear(text, tokens)
    return tokens


def decode_escapes(text: str) -> str:
    r"""Return the text with every \uXXXX and \UXXXXXXXX decoded, also outside of strings; wrong ones stay."""

    def decoded(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else match[0]

    return _ESCAPE.sub(decoded, text)


def _tokens_at(text: str, position: int) -> list[Token]:
    """Return the token that starts at a position, or the several of a run of letters and dots."""
    character = text[position]
    if character in "\"'":
        return [Token(TokenKind.STRING, _string(text, position), position)]
    for pattern, kind in _BY_FIRST.get(character, ()):
        found = pattern.match(text, position)
        if found is not None:
            return [Token(kind, found[0].rstrip(".") if kind is TokenKind.BLANK else found[0], position)]
    if character == ":":
        return [_name(text, position, position)]
    if character in "0123456789":
        found = _NUMBER.match(text, position)
        assert found is not None
        return [Token(TokenKind.NUMBER, found[0], position)]
    run = _RUN.match(text, position)
    if run is None:
        return [Token(TokenKind.SIGN, character, position)]
    if text.startswith(":", run.end()) and not run[0].endswith("."):
        return [_name(text, position, run.end())]
    return _words(run[0], position)


_BY_FIRST: dict[str, tuple[tuple[re.Pattern[str], TokenKind], ...]] = {
    "<": ((_IRI, TokenKind.IRI),),
    "?": ((_VARIABLE, TokenKind.VARIABLE),),
    "$": ((_VARIABLE, TokenKind.VARIABLE),),
    "@": ((_LANGUAGE, TokenKind.LANGUAGE),),
    "_": ((_BLANK, TokenKind.BLANK),),
}


def _words(run: str, start: int) -> list[Token]:
    """Return the keywords and signs of a run of letters, digits, dots and hyphens that is no prefix.

    The whole run is cut up at once: to look for a colon again after every dot would take quadratic time.
    """
    return [
        Token(TokenKind.SIGN if piece[0] in ".-" else TokenKind.WORD, piece[0], start + piece.start())
        for piece in _PIECE.finditer(run)
    ]


def _name(text: str, start: int, colon: int) -> Token:
    """Return the prefixed name whose colon is at `colon`. A dot at its end belongs to the sentence."""
    local = _LOCAL.match(text, colon + 1)
    end = colon + 1 if local is None else local.end()
    while text[end - 1] == "." and text[end - 2] != "\\":
        end -= 1
    return Token(TokenKind.NAME, text[start:end], start)


def _string(text: str, start: int) -> str:
    """Return the string literal, with its quotes, that starts here."""
    quote = text[start]
    is_long = text.startswith(quote * 3, start)
    close = quote * 3 if is_long else quote
    position = start + len(close)
    stop = _STOPS[quote]
    while (found := stop.search(text, position)) is not None:
        position = found.start()
        if text[position] == "\\":
            position += 2
        elif text[position] in "\r\n":
            if not is_long:
                break
            position += 1
        elif text.startswith(close, position):
            return text[start : position + len(close)]
        else:
            position += 1
    raise SparqlError("A string is not closed", text, start)


_STOPS = {'"': re.compile(r'["\\\r\n]'), "'": re.compile(r"['\\\r\n]")}


def _refuse_unclear(text: str, tokens: list[Token]) -> None:
    """Refuse what reads in two ways, one of which could hide a request.

    After an operand, "<3&&'a>" is an IRI by its characters and a comparison by its sense, and Oxigraph tries
    both. It matters where the second reading would start a string or a comment inside, or leave the brackets.
    An IRI that goes on with "//" after its scheme is clear: no comparison does.
    """
    hidden_comment: Token | None = None
    for position, token in enumerate(tokens):
        is_long = token.kind is TokenKind.STRING and token.text[:3] in ('"""', "'''")
        if is_long and hidden_comment is not None:
            raise _unclear(text, hidden_comment)
        if token.kind is not TokenKind.IRI or position == 0 or not _is_operand(tokens[position - 1]):
            continue
        if _ABSOLUTE.match(token.text) is not None:
            continue
        if "'" in token.text or (")" in token.text and "service" in token.text.lower()):
            raise _unclear(text, token)
        if "#" in token.text and hidden_comment is None:
            hidden_comment = token


def _unclear(text: str, token: Token) -> SparqlError:
    message = "Unclear whether '<' opens an IRI or compares: put a space after it, or use a prefixed name"
    return SparqlError(message, text, token.start)


def _is_operand(token: Token) -> bool:
    """True when a comparison could follow the token."""
    if token.kind is TokenKind.SIGN:
        return token.text == ")"
    return token.kind is not TokenKind.WORD or token.text.lower().endswith(("true", "false"))
