"""What a notebook shows: graphs, claims, answers and articles as HTML. Every text is escaped.

Colours come from the page around (light or dark); sentences are marked with the element `mark`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from cablegraph.reviewing.wording import claim_in_words
from cablegraph_ontology.terms import PREFIXES

if TYPE_CHECKING:
    from cablegraph.pipeline import Reading
    from cablegraph.reviewing.evidence import Evidence, Source

ROWS_SHOWN = 50

_CELL = 'style="text-align:left;vertical-align:top;padding:2px 8px;white-space:pre-wrap"'
_QUIET = 'style="opacity:.7;font-size:.9em"'
_BLOCK = 'style="max-width:60em;line-height:1.5"'


def table_html(columns: Sequence[str], rows: Iterable[Sequence[object]], shown: int = ROWS_SHOWN) -> str:
    """Return a table of the first rows, with a note on how many more there are."""
    head = "".join(f"<th {_CELL}>{text_html(name)}</th>" for name in columns)
    source = iter(rows)
    body = "".join(
        f"<tr>{''.join(f'<td {_CELL}>{cell_html(value)}</td>' for value in row)}</tr>"
        for row in islice(source, shown)
    )
    more = sum(1 for _ in source)
    note = f"<p {_QUIET}>and {more:,} more rows</p>" if more else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def cell_html(value: object) -> str:
    """Return one value: an IRI of the graph in short, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            return f'<span title="{text_html(text)}">{text_html(f"{prefix}:{text[len(namespace) :]}")}</span>'
    return text_html(text)


def graph_html(title: str, sizes: Mapping[str, int]) -> str:
    """Return what a graph holds."""
    return f"<p><b>{text_html(title)}</b></p>" + table_html(("what", "how many"), sizes.items())


def evidence_html(evidence: Evidence) -> str:
    """Return a claim: in words, its sentence marked in its surroundings, and what decides about it."""
    facts = {**evidence.things, **evidence.said, "hedged": "yes" if evidence.hedged else None}
    facts |= {"confidence": f"{evidence.confidence:g}", "rule": evidence.rule, "read by": evidence.program}
    facts["denies"] = ", ".join(evidence.disputes) or None
    facts["denied by"] = ", ".join(evidence.disputed_by) or None
    rows = [(name, value) for name, value in facts.items() if value is not None]
    return (
        f"<div {_BLOCK}><p><b>{text_html(evidence.statement)}</b></p>"
        f"<blockquote><span {_QUIET}>…{text_html(evidence.before)}</span>"
        f"<mark>{_cue_html(evidence)}</mark><span {_QUIET}>{text_html(evidence.after)}…</span></blockquote>"
        f"<p {_QUIET}>{_source_html(evidence.source)}</p>{table_html(('', ''), rows)}</div>"
    )


def _cue_html(evidence: Evidence) -> str:
    """Return the sentence with its cue in bold."""
    first, last = evidence.cue_start - evidence.start, evidence.cue_end - evidence.start
    quote = evidence.quote
    if not 0 <= first < last <= len(quote):
        return text_html(quote)
    return f"{text_html(quote[:first])}<b>{text_html(quote[first:last])}</b>{text_html(quote[last:])}"


def _source_html(source: Source) -> str:
    title = text_html(source.headline or ", ".join(source.documents) or source.iri)
    if source.url is not None and source.url.startswith(("https://", "http://")):
        title = f'<a href="{text_html(source.url)}" rel="noreferrer">{title}</a>'
    facts = [str(fact) for fact in (source.publisher, source.published) if fact is not None]
    return ", ".join([title, *(text_html(fact) for fact in facts)])


Mark = tuple[int, int, str]
"""Start and end in the text, and what is said there."""


def article_html(text: str, title: str | None, date: datetime.date | None, marks: Iterable[Mark]) -> str:
    """Return an article with the marked sentences; what is said there shows when the mouse rests on one."""
    said: dict[tuple[int, int], list[str]] = {}
    for start, end, words in marks:
        said.setdefault((start, end), []).append(words)
    parts: list[str] = []
    at = 0
    for (start, end), sayings in sorted(said.items()):
        if start < at or not 0 <= start < end <= len(text):
            continue  # inside a sentence that is marked already
        parts.append(text_html(text[at:start]))
        parts.append(f'<mark title="{text_html(chr(10).join(sayings))}">{text_html(text[start:end])}</mark>')
        at = end
    parts.append(text_html(text[at:]))
    head = f"<p><b>{text_html(title)}</b></p>" if title else ""
    day = f"<p {_QUIET}>{date.isoformat()}</p>" if date is not None else ""
    return f'<div {_BLOCK}>{head}{day}<div style="white-space:pre-wrap">{"".join(parts)}</div></div>'


def reading_html(reading: Reading) -> str:
    """Return an article as it was read, with its sentences marked."""
    marks = [(claim.start, claim.end, claim_in_words(claim)) for claim in reading.claims]
    return article_html(reading.article.text, reading.article.title, reading.article.date, marks)


def text_html(text: str) -> str:
    """Return a text for use in an element or between double quotes; what cannot be shown as U+FFFD."""
    shown = "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
    return escape(shown)
