"""Terms as N-Triples text. Lines are built as strings: ten times faster than building objects."""

from __future__ import annotations

import datetime
import re

from cablegraph_ontology.terms import XSD

# Raw in a literal, these would end a line for one reader or another: Python's `splitlines` breaks at U+000B,
# U+001C, U+0085, U+2028 too. All other control characters are escaped so that a file can be looked at.
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}
_ESCAPES |= {ord("\t"): "\\t", ord("\b"): "\\b", ord("\n"): "\\n", ord("\r"): "\\r", ord("\f"): "\\f"}
_ESCAPES |= {ord('"'): '\\"', ord("\\"): "\\\\"}
_NEEDS_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u2028\u2029]')
_SURROGATE = re.compile("[\ud800-\udfff]")

_INTEGER = f"^^<{XSD}integer>"
_DECIMAL = f"^^<{XSD}decimal>"
_DATE = f"^^<{XSD}date>"
_TRUE = f'"true"^^<{XSD}boolean>'


def scalar_text(value: str) -> str:
    """Return the text with every lone surrogate, which no encoding can carry, as U+FFFD. Length is kept."""
    return value if value.isascii() else _SURROGATE.sub("\ufffd", value)


def iri(value: str) -> str:
    """Return an IRI as a term. `Store.replace` refuses one that is not an absolute IRI."""
    return f"<{value}>"


def text(value: str) -> str:
    """Return a string literal; see `scalar_text` for lone surrogates."""
    value = scalar_text(value)
    if _NEEDS_ESCAPE.search(value) is not None:
        value = value.translate(_ESCAPES)
    return f'"{value}"'


def typed(value: str, datatype: str) -> str:
    """Return a literal with the IRI of its datatype."""
    return f"{text(value)}^^<{datatype}>"


def integer(value: int) -> str:
    """Return an xsd:integer."""
    return f'"{value:d}"{_INTEGER}'


def decimal(value: float, places: int = 4) -> str:
    """Return an xsd:decimal rounded to `places`, in the short form that Oxigraph keeps: 0.9, 1, 0.

    Raises ValueError when the value is not finite.
    """
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"not a finite number: {value!r}")
    short = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return f'"{"0" if short == "-0" else short}"{_DECIMAL}'


def date(value: datetime.date) -> str:
    """Return an xsd:date."""
    return f'"{value.isoformat()}"{_DATE}'


def true() -> str:
    """Return the boolean true. False is never written: its absence says it."""
    return _TRUE
