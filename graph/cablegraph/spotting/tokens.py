"""The tokens of a parsed article as plain lists: asking spaCy for each token anew is ten times slower."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """One value a token in each list, in the order of the text."""

    text: list[str]
    lower: list[str]
    tag: list[str]
    """Penn Treebank tags."""
    glued: list[bool]
    """True when no white space stands before the token."""
    sentences: list[int]
    """The first token of each sentence."""

    @classmethod
    def of(cls, doc: Doc) -> Tokens:
        """Return the tokens of a parsed article."""
        text, tag, glued, spaced = [], [], [], True
        for token in doc:
            text.append(token.text)
            tag.append(token.tag_)
            glued.append(not spaced)
            spaced = bool(token.whitespace_)
        starts = [sentence.start for sentence in doc.sents] if len(doc) else []
        return cls(text, [t.lower() for t in text], tag, glued, starts)

    def __len__(self) -> int:
        return len(self.text)

    def sentence(self, index: int) -> int:
        """Return the number of the sentence in which a token stands."""
        return bisect_right(self.sentences, index) - 1

    def sentence_bounds(self, index: int) -> tuple[int, int]:
        """Return the first token of a token's sentence, and the one after its last."""
        number = self.sentence(index)
        after = self.sentences[number + 1] if number + 1 < len(self.sentences) else len(self.text)
        return self.sentences[number], after

    def capital(self, index: int) -> bool:
        """Tell whether a token starts with a capital letter."""
        return self.text[index][:1].isupper()

    def is_word(self, index: int) -> bool:
        """Tell whether a token starts with a letter."""
        return self.text[index][:1].isalpha()
