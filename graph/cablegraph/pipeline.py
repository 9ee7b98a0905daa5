"""The whole road on one page: read this first.

    path or line -> Article -> cleaned Article -> Annotated -> Claim[Mention] -> Claim[Entity] -> triples

Only this file knows the order of the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cablegraph.annotate import MODEL, Annotator, load_model
from cablegraph.clean import Cleaner, clean
from cablegraph.derived.disputes import disputes
from cablegraph.extract.cast import Cast
from cablegraph.extract.roles import extract_roles
from cablegraph.extract.stances import extract_stances
from cablegraph.identity import article_iri, claim_iri, text_digest
from cablegraph.model import Annotated, Article, Entity, Mention, Read, Skipped, Unresolved
from cablegraph.policies import Policies
from cablegraph.rdf import article_triples
from cablegraph.research.own import own_lexicon, own_run
from cablegraph.resolve import Resolver
from cablegraph.run import Run
from cablegraph.spotting.spot import Spotter
from cablegraph_ontology import lexicon as words
from cablegraph_ontology import stance_words
from cablegraph_ontology.relations import Claim, When

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one article: claims in the order of the text, and what could not be resolved."""

    article: Article
    iri: str
    claims: tuple[Claim[Entity], ...]
    unresolved: tuple[Unresolved, ...]

    def claim_iris(self) -> tuple[str, ...]:
        """Return the IRI of each claim, in order.

        >>> len(reading.claim_iris()) == len(reading.claims)
        True
        """
        digest = text_digest(self.article.text)
        return tuple(claim_iri(digest, claim) for claim in self.claims)

    def triples(self, run_iri: str, inputs: str) -> str:
        """Return the article's graph as sorted N-Triples; `inputs` is the fingerprint of what was read.

        >>> reading.triples(pipeline.run.iri, "").startswith("<")
        True
        """
        return article_triples(self.article, self.claims, run_iri, disputes(self.claims), inputs=inputs)

    def _repr_html_(self) -> str:
        from cablegraph.research.display import reading_html

        return reading_html(self)


Extractor: TypeAlias = Callable[[Annotated, Cast], Iterable[Claim[Mention]]]
"""Finds further claims in one article, given its parse and mentions, and its people with their roles."""


@dataclass(frozen=True, slots=True, eq=False)
class Extraction:
    """An article with its people and the claims that its words make, before these are tied to things."""

    annotated: Annotated
    cast: Cast
    claims: tuple[Claim[Mention], ...]


class Pipeline:
    """Reads claims out of articles: one model, one lexicon, no state between articles.

    >>> from cablegraph import Article
    >>> pipeline = Pipeline()
    >>> reading = pipeline.reading(Article(document="example", text="China opposes sanctions on Iran."))
    >>> [claim.polarity for claim in reading.claims]
    [-2]
    """

    def __init__(
        self,
        model: str | Language = MODEL,
        lexicon: words.Lexicon | str | Path | None = None,
        cleaners: Sequence[Cleaner] | None = None,
        extractors: Sequence[Extractor] = (),
    ) -> None:
        """Make a pipeline; nothing heavy is loaded before the first article.

        `model` is the name of an installed spaCy model, or a loaded one. `lexicon` is a `Lexicon`, or a
        folder with word files whose entries are added to those of the package. `cleaners` take the place of
        `cablegraph.clean.CLEANERS`. `extractors` find claims beside those that the package finds.
        """
        self.model = model
        self._own_lexicon = lexicon
        self._cleaners = None if cleaners is None else tuple(cleaners)
        self._extractors = tuple(extractors)

    @cached_property
    def lexicon(self) -> words.Lexicon:
        """The words for countries, bodies, ministries and titles."""
        return own_lexicon(self._own_lexicon)

    @cached_property
    def run(self) -> Run:
        """What decides which claims are found. One's own parts give another run than the package alone."""
        changes = (self._own_lexicon, self._cleaners, self._extractors)
        return own_run(self.model, changes)

    @cached_property
    def _annotator(self) -> Annotator:
        nlp = load_model(self.model) if isinstance(self.model, str) else self.model
        return Annotator(nlp, Spotter(nlp, self.lexicon))

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self.lexicon, Policies.of(self.lexicon))

    def load(self) -> None:
        """Load the model and the words now. Raises OSError for a model that is not installed.

        >>> Pipeline("no_such_model").load()
        Traceback (most recent call last):
        OSError: ...
        """
        _ = self._annotator, self._resolver

    def readings(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Yield what is found in each article, in order.

        >>> [len(reading.claims) for reading in pipeline.readings([article, article])]
        [1, 1]
        """
        for article in articles:
            yield self.reading(article)

    def reading(self, article: Article) -> Reading:
        """Return what is found in one article: all steps, in order.

        >>> [claim.KIND for claim in pipeline.reading(article).claims]
        ['stance']
        """
        return self.resolve(self.extract(self.annotate(self.clean(article))))

    def clean(self, article: Article) -> Article:
        """Step 2: return the article with its blocks, title and date.

        >>> len(pipeline.clean(article).blocks)
        1
        """
        return clean(article, self._cleaners)

    def annotate(self, article: Article) -> Annotated:
        """Step 3: return a cleaned article with its parse and mentions.

        >>> annotated = pipeline.annotate(pipeline.clean(article))
        >>> [spot.mention.text for spot in annotated.spots]
        ['China', 'Iran']
        """
        return self._annotator.annotate_one(article)

    def extract(self, annotated: Annotated) -> Extraction:
        """Step 4: return the claims that the words of an article make, in the order of the text.

        >>> extraction = pipeline.extract(pipeline.annotate(pipeline.clean(article)))
        >>> [claim.holder.text for claim in extraction.claims]
        ['China']
        """
        roles = extract_roles(annotated, self.lexicon)
        cast = Cast.of(annotated, roles, self.lexicon)
        stances = extract_stances(annotated, cast, self.lexicon, stance_words.default())
        own = [claim for extractor in self._extractors for claim in extractor(annotated, cast)]
        claims = [_dated(claim, annotated.article) for claim in (*roles, *stances, *own)]
        claims.sort(key=lambda c: (c.start, c.cue_start, c.cue_end, c.KIND))
        return Extraction(annotated, cast, tuple(claims))

    def resolve(self, extraction: Extraction) -> Reading:
        """Step 5: return the claims with things in their slots, and those that could not be tied to any.

        >>> extraction = pipeline.extract(pipeline.annotate(pipeline.clean(article)))
        >>> [claim.holder.iso3 for claim in pipeline.resolve(extraction).claims]
        ['CHN']
        """
        annotated = extraction.annotated
        resolved = list(self._resolver.resolve(annotated, extraction.cast, extraction.claims))
        return Reading(
            annotated.article,
            article_iri(text_digest(annotated.article.text)),
            tuple(r for r in resolved if not isinstance(r, Unresolved)),
            tuple(r for r in resolved if isinstance(r, Unresolved)),
        )

    def try_reading(self, article: Article) -> Reading | Skipped:
        """Return what is found in one article, or why that failed: one bad article never stops the others.

        >>> len(pipeline.try_reading(article).claims)
        1
        """
        self.load()  # what is wrong with the model is no fault of the article
        try:
            return self.reading(article)
        except Exception as error:  # the edge where any fault in one article becomes a named skip
            return Skipped(
                article.document, f"cannot be processed: {type(error).__name__}: {str(error)[:200]}"
            )


def _dated(claim: Claim[Mention], article: Article) -> Claim[Mention]:
    """Return the claim with a date: where its words give none, that of the article."""
    if claim.when is not None or article.date is None:
        return claim
    return replace(claim, when=When(date=article.date))


def extract(inputs: Iterable[Read], pipeline: Pipeline | None = None) -> Iterator[Reading | Read]:
    """Yield a reading for every article of the inputs, in order; what could not be read is passed on.

    `inputs` are what `cablegraph.read.read` yields. The pipeline is made when the first article comes.
    """
    for item in inputs:
        if isinstance(item, Article):
            pipeline = Pipeline() if pipeline is None else pipeline
            yield pipeline.try_reading(item)
        else:
            yield item
