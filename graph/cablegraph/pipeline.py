"""The whole road on one page: read this first.

    path or line -> Article -> cleaned Article -> Annotated -> Claim[Mention] -> Claim[Entity] -> triples

Only this file knows the order of the steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cablegraph.annotate import MODEL, Annotator, load_model
from cablegraph.clean import clean
from cablegraph.disputes import disputes
from cablegraph.extract.cast import Cast
from cablegraph.extract.roles import extract_roles
from cablegraph.extract.stances import extract_stances
from cablegraph.identity import article_iri, claim_iri, text_digest
from cablegraph.model import Annotated, Article, Entity, Mention, Read, Skipped, Unresolved
from cablegraph.policies import Policies
from cablegraph.rdf import article_triples
from cablegraph.resolve import Resolver
from cablegraph.spot import Spotter
from cablegraph_ontology import lexicon as words
from cablegraph_ontology import stance_words
from cablegraph_ontology.relations import Claim, When


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one article: claims in the order of the text, and what could not be resolved."""

    article: Article
    iri: str
    claims: tuple[Claim[Entity], ...]
    unresolved: tuple[Unresolved, ...]

    def claim_iris(self) -> tuple[str, ...]:
        """Return the IRI of each claim, in order."""
        digest = text_digest(self.article.text)
        return tuple(claim_iri(digest, claim) for claim in self.claims)

    def triples(self, run_iri: str, inputs: str) -> str:
        """Return the article's graph as sorted N-Triples; `inputs` is the fingerprint of what was read."""
        return article_triples(self.article, self.claims, run_iri, disputes(self.claims), inputs=inputs)


class Pipeline:
    """Reads claims out of articles: one model, one lexicon, no state between articles."""

    def __init__(self, model: str = MODEL, lexicon: words.Lexicon | None = None) -> None:
        self._lexicon = words.default() if lexicon is None else lexicon
        self._stance_words = stance_words.default()
        nlp = load_model(model)
        self._annotator = Annotator(nlp, Spotter(nlp, self._lexicon))
        self._resolver = Resolver(self._lexicon, Policies.of(self._lexicon))

    def readings(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Yield what is found in each article, in order."""
        for article in articles:
            yield self.reading(article)

    def reading(self, article: Article) -> Reading:
        """Return what is found in one article."""
        annotated = self._annotator.annotate_one(clean(article))
        cast, claims = self._extract(annotated)
        resolved = list(self._resolver.resolve(annotated, cast, claims))
        return Reading(
            annotated.article,
            article_iri(text_digest(article.text)),
            tuple(r for r in resolved if not isinstance(r, Unresolved)),
            tuple(r for r in resolved if isinstance(r, Unresolved)),
        )

    def _extract(self, annotated: Annotated) -> tuple[Cast, list[Claim[Mention]]]:
        roles = extract_roles(annotated, self._lexicon)
        cast = Cast.of(annotated, roles, self._lexicon)
        stances = extract_stances(annotated, cast, self._lexicon, self._stance_words)
        claims = [_dated(claim, annotated.article) for claim in (*roles, *stances)]
        return cast, sorted(claims, key=lambda c: (c.start, c.cue_start, c.cue_end, c.KIND))

    def try_reading(self, article: Article) -> Reading | Skipped:
        """Return what is found in one article, or why that failed: one bad article never stops the others."""
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
