"""Step 2: finds what is worth reading in an article, and its title and date. The text is never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from cablegraph.dates import find_date
from cablegraph.model import Article, Block, BlockKind
from cablegraph_ontology.lexicon import read_words

Cleaner: TypeAlias = Callable[[Article], Article]


def clean(article: Article, cleaners: Sequence[Cleaner] | None = None) -> Article:
    """Return the article with its blocks, title and date.

    `cleaners` run in order; each takes an article and returns one. By default: `CLEANERS`.
    """
    for cleaner in CLEANERS if cleaners is None else cleaners:
        article = cleaner(article)
    return article


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text between blank lines, or one line of a list, without white space at its ends."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())


# ------------------------------------------------------------------ paragraphs
# Old wires broke lines at 60 to 80 characters; a line list of headlines has capitals at each start.
_WRAP_MIN, _WRAP_MAX = 40, 100
# "- recognise the interim president;" goes on with the sentence above it.
_ITEM = re.compile(r"[-–—•*] ?[a-z]")


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text: wrapped lines are joined, lines of a list stand alone."""
    found: list[Paragraph] = []
    group: list[tuple[int, int]] = []
    for start, end in _lines(text):
        if text[start:end].strip():
            group.append((start, end))
        else:
            found += _split_group(text, group)
            group = []
    return _join_items(text, found + _split_group(text, group))


def _lines(text: str) -> list[tuple[int, int]]:
    bounds, at = [], 0
    for line in text.split("\n"):
        bounds.append((at, at + len(line)))
        at += len(line) + 1
    return bounds


def _split_group(text: str, lines: list[tuple[int, int]]) -> list[Paragraph]:
    if not _is_wrapped([text[start:end] for start, end in lines]):
        return [_paragraph(text, start, end) for start, end in lines]
    parts: list[list[int]] = []
    broken = True
    for start, end in lines:
        line = text[start:end]
        if broken or line[:2].isspace():
            parts.append([start, end])
        else:
            parts[-1][1] = end
        broken = len(line.strip()) < _WRAP_MIN and line.rstrip().endswith((".", '."', "''"))
    return [_paragraph(text, start, end) for start, end in parts]


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 2:
        return False
    bodies = [line.strip() for line in lines]
    full = sum(len(line) >= _WRAP_MIN for line in bodies[:-1])
    running_on = sum(line[0].islower() or line[0].isdigit() for line in bodies[1:])
    indented = lines[0][:2].isspace() and not any(line[:2].isspace() for line in lines[1:])
    return (
        max(len(line) for line in bodies) <= _WRAP_MAX
        and full * 3 >= 2 * (len(bodies) - 1)
        and (indented or running_on * 3 >= len(bodies) - 1)
    )


def _join_items(text: str, found: list[Paragraph]) -> list[Paragraph]:
    """Join the dash items of a list to the half sentence that they complete."""
    joined: list[Paragraph] = []
    for paragraph in found:
        if joined and _ITEM.match(paragraph.text) and not joined[-1].text.endswith((".", "?", "!")):
            start = joined[-1].start
            joined[-1] = Paragraph(start, paragraph.end, text[start : paragraph.end])
        else:
            joined.append(paragraph)
    return joined


def _paragraph(text: str, start: int, end: int) -> Paragraph:
    line = text[start:end]
    start += len(line) - len(line.lstrip())
    end = start + len(line.strip())
    return Paragraph(start, end, text[start:end])


# ------------------------------------------------------------------ what a paragraph is
_SENTENCE_END = re.compile(r"[.?!…:][\"'”’»)\]]*$|[.?!,][\"”’]$|[\"”]$")
_FIELD = re.compile(r"^[A-Z][\w ]{1,30}:(?: \S{0,40}){0,3}$")
_RULE_LINE = re.compile(r"^\W+$")
_SLUG_LINE = re.compile(r"^[A-Z0-9]+(?:-[A-Z0-9]+)+(?: .{0,40})?$")
_BYLINE = re.compile(r"^(?:by|from|story by|text by) ", re.IGNORECASE)
_CREDIT_TAIL = re.compile(r"\s*\([^()]{0,60}\)\s*$")
_CREDIT_NAME = re.compile(r"\s*\b[A-Z]{3,}(?:/[A-Z][\w ]{0,40})?\.?$")
_EDITORS_NOTE = re.compile(
    r"^\((?:adds|updates|recasts|corrects|refiles|reporting|writing|editing|more)\b", re.IGNORECASE
)
# "UNIPRESS/Denis Carrel", "(The Wire Pictures)"
_CREDIT = re.compile(r"\b[A-Z]{3,}/[A-Z]\w+|\([A-Z][\w ]{0,40}(?:Pictures|Photos?|Images|Pool)\)")
# "Ned Price, Department Spokesperson" over a statement: it says whose words follow.
_SIGNATURE = re.compile(
    r"^[A-Z][\w.'’-]*[a-z.]\w*(?: [A-Z][\w.'’-]*[a-z.]\w*){1,3}, [A-Z][\w.,'’ -]*[a-z][\w.,'’ -]*$"
    r"|^The \w+ (?:statement )?(?:is|was) attributable to .{3,80}:$"
)
# "BEIJING (Reuters) - ", "WASHINGTON, July 14 (AP) — ", "MOSCOW -": a place in capitals, then a dash.
# With a day, the place may be in small letters, and a colon may stand for the dash: "COLOMBO, May 3, 2002:".
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'’/ -]{1,40}(?:, [A-Z][\w.]{1,20}(?: \d{1,2})?(?:, \d{4})?){0,2}"
    r"(?: ?\([^()]{1,40}\))? ?(?:--|[-–—]) ?"
    rf"|[A-Z][\w.'’/-]{{1,20}}(?: [A-Z][\w.'’/-]{{1,20}}){{0,2}}, {_DAY}"
    r"(?: ?\([^()]{1,40}\) ?(?:--|[-–—])| ?(?:--|[-–—])|:) ?)"
)

# "Also on the wire:", "ELSEWHERE: Peru leaves. Chile stays."
_LABEL = re.compile(r"^[^.?!:;]{2,40}:(?=\s|$)")

# "Defence Secretary: Liam Fox (Conservative)", "Transport Secretary – Philip Hammond": a list of posts.
_ENTRY = re.compile(
    r"^[*•–—-]? ?([A-Z][^:.?!()]{2,80}?)(?::| [–—-]) ?"
    r"[A-Z][\w.'’-]{0,30}(?: (?:[a-z]{1,3} )?[A-Z][\w.'’-]{0,30}){1,4}(?: ?\([^()]{2,50}\))?[.;,]?$"
)
# "Jill Stein (Green Party): 400 votes": a line of a list of results.
_RESULT = re.compile(
    r"^[*•–—-]? ?[A-Z][\w.'’-]{0,30}(?: (?:[a-z]{1,3} )?[A-Z][\w.'’-]{0,30}){1,4} ?\([A-Z][^()]{1,50}\)"
    r"(?: ?[:,–—-] ?[^.?!]{0,40}\d[^?!]{0,40})$"
)
_LONGEST_ENTRY = 160
"""Characters of a line of a list, at most."""

_ROW_MARKS = (" - ", " – ", " — ", " / ", " // ", " > ", " » ", " • ", "; ")
_CUT_OFF = ("...", "…")
"""The end of a headline that was too long for its place."""
_STRONG = 12
"""Words from which a paragraph that ends like a sentence is surely prose."""
_WEAK = 5
_LONG = 25
"""Words from which even a paragraph that ends in the middle of a sentence is prose."""


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    rows = read_words(files("cablegraph_ontology") / "words" / "furniture.yml")
    return {key: tuple(values) for key, values in rows.items()}


def _starts_with(text: str, phrases: tuple[str, ...]) -> bool:
    return text.lower().startswith(phrases)


def _is_caption(paragraph: Paragraph) -> bool:
    """A short paragraph that ends in a credit, or has one after its last sentence."""
    tail = paragraph.text[-60:]
    lowered = tail.lower()
    return 4 < paragraph.words < 60 and (
        _CREDIT.search(tail) is not None or any(credit in lowered for credit in _words()["credits"])
    )


def _is_furniture(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if _RULE_LINE.match(text) or _EDITORS_NOTE.match(text):
        return True
    if paragraph.words > 15:
        return False
    lowered = text.lower()
    return (
        _starts_with(text, _words()["lines"])
        or any(phrase in lowered for phrase in _words()["inside"])
        or _FIELD.match(text) is not None
        or _SLUG_LINE.match(text) is not None
        or (_BYLINE.match(text) is not None and not text.endswith("."))
        or text.count("  ") > 2
        or any(mark in text for mark in (" | ", " · ", "\t"))
    )


def _opens_section(paragraph: Paragraph) -> bool:
    """Tell whether the lines from here on, or the rest of this one, belong to other articles."""
    text = paragraph.text
    if _starts_with(text, _words()["sections"]):
        return paragraph.words < _STRONG or _LABEL.match(text) is not None
    if not _starts_with(text, _words()["headings"]):
        return False
    heading = paragraph.words < _STRONG and _SENTENCE_END.search(text) is None
    return heading or _LABEL.match(text) is not None


def _is_row(paragraph: Paragraph) -> bool:
    """Tell whether headlines stand in a row: "Peru leaves the bloc / Chile stays / Bolivia votes"."""
    text = paragraph.text
    ended = _SENTENCE_END.search(text) is not None
    return not ended and any(f" {text} ".count(mark) > 1 for mark in _ROW_MARKS)


def _is_prose(paragraph: Paragraph, least: int) -> bool:
    words = paragraph.words
    if _is_row(paragraph) or (words < _STRONG and paragraph.text.endswith(_CUT_OFF)):
        return False
    return words >= _LONG or (words >= least and _SENTENCE_END.search(paragraph.text) is not None)


def _is_entry(paragraph: Paragraph) -> bool:
    """Tell whether a line says who holds a post, or for which party somebody ran."""
    text = paragraph.text
    if len(text) > _LONGEST_ENTRY:
        return False
    entry = _ENTRY.match(text)
    if entry is None or entry[1].isupper():
        return _RESULT.match(text) is not None
    return not _words_of(entry[1]).isdisjoint(_words()["offices"])


def _words_of(label: str) -> set[str]:
    return set(label.lower().replace("-", " ").split())


def _entries(found: list[Paragraph]) -> set[int]:
    """Return where the lines of lists of posts start; one such line alone is no list."""
    lines = [_is_entry(paragraph) for paragraph in found]
    return {
        p.start
        for n, p in enumerate(found)
        if lines[n] and any(lines[max(n - 1, 0) : n] + lines[n + 1 : n + 2])
    }


def find_blocks(article: Article) -> Article:
    """Cleaner: mark the headline, the prose and the captions; leave link lists and page furniture out."""
    if article.blocks:
        return article
    found = paragraphs(article.text)
    first = _first(found)
    blocks = _opening(article, found[:first]) + _body(found[first:])
    return replace(article, blocks=tuple(blocks))


def _first(found: list[Paragraph]) -> int:
    """Return where the prose starts. In a text without a long paragraph a short sentence will do."""
    for least in (_STRONG, _WEAK):
        for place, paragraph in enumerate(found):
            if _is_body(paragraph, least):
                return place
    return len(found)


def _is_body(paragraph: Paragraph, least: int = _STRONG) -> bool:
    if _is_furniture(paragraph) or _opens_section(paragraph):
        return False
    return not _is_caption(paragraph) and _is_prose(paragraph, least)


def _opening(article: Article, found: list[Paragraph]) -> list[Block]:
    """Return the blocks above the first real paragraph: one headline, captions, a signature."""
    blocks: list[Block] = []
    headline = _headline(article, found)
    for paragraph in found:
        if paragraph is headline:
            blocks.append(_headline_block(paragraph))
        elif _is_caption(paragraph):
            blocks.append(_caption_block(paragraph))
        elif _is_furniture(paragraph) or _is_dateish(paragraph):
            continue
        elif _SIGNATURE.match(paragraph.text):
            blocks.append(Block(paragraph.start, paragraph.end, BlockKind.BYLINE))
        elif _is_prose(paragraph, _WEAK) and headline is not None and paragraph.start > headline.start:
            blocks.append(Block(paragraph.start, paragraph.end, BlockKind.BODY))
    return blocks


def _headline(article: Article, found: list[Paragraph]) -> Paragraph | None:
    if article.title is not None:
        title = " ".join(article.title.split()).lower()
        return next((p for p in found if " ".join(p.text.split()).lower() == title), None)
    lines = [p for p in found if not (_is_furniture(p) or _is_caption(p) or _is_dateish(p))]
    return next((p for p in lines if p.words >= 4 and not _SIGNATURE.match(p.text)), None)


def _is_dateish(paragraph: Paragraph) -> bool:
    """A line that is little more than a date: "• Thursday, 23 Mar 2006"."""
    found = find_date(paragraph.text)
    return found is not None and paragraph.words <= 8 and len(paragraph.text) - (found[2] - found[1]) < 30


def _headline_block(paragraph: Paragraph) -> Block:
    """A date at the end of a title is not part of it: "UN Notes Improvement - 2003-06-20"."""
    found = find_date(paragraph.text)
    end = paragraph.end
    if found is not None and found[2] == len(paragraph.text):
        end = paragraph.start + len(paragraph.text[: found[1]].rstrip(" -–—,|("))
    return Block(paragraph.start, max(end, paragraph.start + 1), BlockKind.HEADLINE)


def _caption_block(paragraph: Paragraph) -> Block:
    credit = _CREDIT_TAIL.search(paragraph.text) or _CREDIT_NAME.search(paragraph.text)
    end = paragraph.start + credit.start() if credit is not None and credit.start() > 0 else paragraph.end
    return Block(paragraph.start, end, BlockKind.CAPTION)


def _body(found: list[Paragraph]) -> list[Block]:
    """Return the blocks from the first real paragraph on; lists of links end with the next real paragraph."""
    blocks: list[Block] = []
    reading = True
    entries = _entries(found)
    for paragraph in found:
        if reading and paragraph.start in entries:
            blocks.append(Block(paragraph.start, paragraph.end, BlockKind.BODY))
        elif _is_body(paragraph):
            reading = True
            blocks.append(_body_block(paragraph))
        elif _opens_section(paragraph):
            reading = False
        elif _is_caption(paragraph):
            blocks.append(_caption_block(paragraph))
        elif reading and not _is_furniture(paragraph) and _is_prose(paragraph, _WEAK):
            blocks.append(_body_block(paragraph))
        else:
            # A line that is no sentence: what follows must prove itself.
            reading = reading and paragraph.words <= 4
    return blocks


def _body_block(paragraph: Paragraph) -> Block:
    dateline = _DATELINE.match(paragraph.text)
    start = paragraph.start + (dateline.end() if dateline is not None else 0)
    return Block(start, paragraph.end, BlockKind.BODY)


# ------------------------------------------------------------------ title and date
def find_title(article: Article) -> Article:
    """Cleaner: take the headline as title where the input gives none."""
    if article.title is not None:
        return article
    for block in article.blocks:
        if block.kind is BlockKind.HEADLINE:
            return replace(article, title=" ".join(article.text[block.start : block.end].split()))
    return article


# A date further down belongs to the story and not to the page.
_HEAD, _TAIL = 1500, 400


def add_title(article: Article) -> Article:
    """Cleaner: give an article without a headline its first words as title."""
    if article.title is not None or not article.blocks:
        return article
    block = article.blocks[0]
    return replace(article, title=_shorten(" ".join(article.text[block.start : block.end].split())))


def _shorten(text: str, limit: int = 80) -> str:
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " ..."


def find_article_date(article: Article) -> Article:
    """Cleaner: take the date from the lines around the article where the input gives none.

    Lines above the first paragraph come first, then its dateline, then captions, then lines at the end.
    """
    if article.date is not None:
        return article
    body = next((b for b in article.blocks if b.kind is BlockKind.BODY), None)
    top = body.start if body is not None else min(len(article.text), _HEAD)
    captions = [article.text[b.start : b.end] for b in article.blocks if b.kind is BlockKind.CAPTION]
    head = article.text[max(0, top - _HEAD) : top]
    for caption in captions:
        head = head.replace(caption, " ")
    for place in (head, *captions, _furniture_after(article)):
        found = find_date(" ".join(place.split()))
        if found is not None:
            return replace(article, date=found[0])
    return article


def _furniture_after(article: Article) -> str:
    end = article.blocks[-1].end if article.blocks else 0
    return article.text[end : end + _TAIL]


CLEANERS: tuple[Cleaner, ...] = (find_blocks, find_title, find_article_date, add_title)
"""The cleaners, in the order in which they run."""
