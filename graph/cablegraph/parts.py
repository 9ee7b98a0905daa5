"""The steps of the pipeline one by one, for programs that need only some: generators in, generators out.

    from cablegraph.parts import read, clean, annotate, extract, resolve

    for reading in resolve(extract(annotate(clean(read("articles/"))))):
        for claim in reading.claims:
            print(claim)

All steps of one chain must use the same pipeline: the one of the package, or the one that is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from cablegraph.model import Annotated, Article, Note, Skipped
from cablegraph.pipeline import Extraction, Pipeline, Reading
from cablegraph.research.inputs import Given, articles_of, warn_of


@cache
def _default() -> Pipeline:
    return Pipeline()


def read(articles: Given, report: Callable[[Skipped | Note], None] = warn_of) -> Iterator[Article]:
    """Step 1: yield the articles of a path, a dict, an `Article`, or an iterable of these, in order.

    What cannot be read goes to `report`; by default it is named in an InputWarning.

    >>> [article.document for article in read({"id": "one", "text": "China opposes sanctions on Iran."})]
    ['one']
    """
    for item in articles_of(articles):
        if isinstance(item, Article):
            yield item
        else:
            report(item)


def clean(articles: Iterable[Article], pipeline: Pipeline | None = None) -> Iterator[Article]:
    """Step 2: yield each article with its blocks (headline, body, caption), title and date.

    The text is never changed: a block is a pair of offsets, in code points.

    >>> [len(article.blocks) for article in clean(read({"text": "China opposes sanctions on Iran."}))]
    [1]
    """
    return map((pipeline or _default()).clean, articles)


def annotate(articles: Iterable[Article], pipeline: Pipeline | None = None) -> Iterator[Annotated]:
    """Step 3: yield each cleaned article with its spaCy Doc and the mentions found in it.

    Raises OSError when the spaCy model is not installed.

    >>> found = annotate(clean(read({"text": "China opposes sanctions on Iran."})))
    >>> [spot.mention.key for annotated in found for spot in annotated.spots]
    ['CHN', 'IRN']
    """
    return map((pipeline or _default()).annotate, articles)


def extract(articles: Iterable[Annotated], pipeline: Pipeline | None = None) -> Iterator[Extraction]:
    """Step 4: yield the claims of each article, with mentions (words) in their slots.

    >>> found = extract(annotate(clean(read({"text": "China opposes sanctions on Iran."}))))
    >>> [(claim.holder.text, claim.polarity) for extraction in found for claim in extraction.claims]
    [('China', -2)]
    """
    return map((pipeline or _default()).extract, articles)


def resolve(extractions: Iterable[Extraction], pipeline: Pipeline | None = None) -> Iterator[Reading]:
    """Step 5: yield the claims of each article, with entities (things with an IRI) in their slots.

    What cannot be tied to things is in `Reading.unresolved`, with the reason.

    >>> text = "China opposes sanctions on Iran."
    >>> readings = resolve(extract(annotate(clean(read({"text": text})))))
    >>> [claim.holder.iri for reading in readings for claim in reading.claims]
    ['https://w3id.org/cablegraph/id/country/CHN']
    """
    return map((pipeline or _default()).resolve, extractions)
