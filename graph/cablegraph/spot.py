"""Part of step 3: finds the words that stand for countries, bodies and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.model import Annotated, Spot
from cablegraph_ontology.lexicon import Form, Lexicon, Name
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span


class Spotter:
    """Finds mentions in a parsed article: lexicon words first, then the persons that the model names."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        from spacy.matcher import PhraseMatcher

        self._names: dict[str, Name] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        for name in lexicon.names():
            if name.words not in self._names:
                self._names[name.words] = name
                self._matcher.add(name.words, [nlp.make_doc(name.words)])

    def spot(self, annotated: Annotated) -> Annotated:
        """Return the article with its mentions, longest first where they overlap."""
        from spacy.util import filter_spans

        found = [(span, self._names[span.label_]) for span in self._matcher(annotated.doc, as_spans=True)]
        names = {(span.start, span.end): name for span, name in found}
        persons = [ent for ent in annotated.doc.ents if ent.label_ == "PERSON"]
        spans = filter_spans([span for span, _ in found] + persons)
        spots = tuple(_spot(annotated, span, names.get((span.start, span.end))) for span in spans)
        return Annotated(annotated.article, annotated.doc, annotated.starts, spots)


def _spot(annotated: Annotated, span: Span, name: Name | None) -> Spot:
    if name is None:
        mention = annotated.mention(span, Kind.PERSON, form=Form.NAME)
    else:
        mention = annotated.mention(span, name.kind, form=name.form, key=name.key)
    return Spot(mention, span.start, span.end - 1)
