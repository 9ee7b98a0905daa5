"""Text as it may stand in an XML attribute."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"

# What XML 1.0 does not allow at all, not even escaped.
_ILLEGAL = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_ILLEGAL_ONE = re.compile(f"[{_ILLEGAL}]")
_SPECIAL = re.compile(f'[&<>"\t\n\r{_ILLEGAL}]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], REPLACEMENT)


def attribute(text: str) -> str:
    """Return the text for use between double quotes; characters that XML forbids become U+FFFD."""
    return _SPECIAL.sub(_escape, text)


def legal(text: str) -> str:
    """Return the text with the characters that XML forbids made U+FFFD, and nothing escaped."""
    return _ILLEGAL_ONE.sub(REPLACEMENT, text)
