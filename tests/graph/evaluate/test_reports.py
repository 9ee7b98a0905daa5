"""What is made of scores: floors, confidences, a page and JSON."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from tests.graph.evaluate.small_gold import CHILE, PERU, body, document, role, stance

from cablegraph.evaluate.confidence import confidence, write_rules
from cablegraph.evaluate.floors import Floor, FloorError, below, read_floors
from cablegraph.evaluate.measure import Evaluation, Found, score
from cablegraph.evaluate.page import PageError, with_figures, write_page
from cablegraph.evaluate.score_json import evaluation_object
from cablegraph.evaluate.scores import Score, Share
from cablegraph.model import Skipped
from cablegraph_ontology import stance_words
from cablegraph_ontology.lexicon import read_words

PACT = stance(1, CHILE, "pact", -2, rule="verb")
WRONG = stance(2, PERU, "silence", 1, rule="verb")
ROJAS = role(
    1, "Ana Rojas", "Foreign Minister", body("Foreign Ministry", "CHL"), "CHL", rule="title_before_name"
)


@pytest.fixture
def small() -> Score:
    """Stances: precision 1/2, recall 1/2. Roles: both 1."""
    gold = document(PACT, stance(0, CHILE, "mines", 2), ROJAS)
    return score("small", [gold], {"small": Found((PACT, WRONG, ROJAS))})


def test_figures_below_their_floor_are_named(small: Score) -> None:
    high = [Floor("small", "stance", 0.51, 0.5), Floor("small", "role", 1, 1), Floor("other", "role", 1, 1)]
    assert list(below(high, [small])) == [
        "small: precision of stance claims is 0.500 (1/2), below its floor 0.510"
    ]
    assert list(below([Floor("small", "stance", 0.5, 0.5)], [small])) == []
    assert "recall" in next(below([Floor("small", "stance", 0.5, 0.6)], [small]))
    assert "no relation 'stanza'" in next(below([Floor("small", "stanza", 0, 0)], [small]))


def test_floors_are_read_and_a_reason_may_stand_beside(tmp_path: Path) -> None:
    path = tmp_path / "floors.yml"
    path.write_text("- {gold: a, relation: role, precision: 0.9, recall: 0.5, reason: a new text}\n")
    assert read_floors(path) == [Floor("a", "role", 0.9, 0.5)]


@pytest.mark.parametrize(
    "text",
    [
        "gold: a",
        "- a",
        "- [",
        "- {gold: a, relation: role, precision: 0.9}",
        "- {gold: a, relation: role, precision: 90, recall: 1}",
        "- {gold: a, relation: role, precision: high, recall: 1}",
        "- {gold: a, relation: role, precision: 1, recall: 1, f1: 1}",
    ],
)
def test_what_is_no_floor_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.yml"
    path.write_text(text)
    with pytest.raises(FloorError, match=r"floors\.yml"):
        read_floors(path)


def test_a_rule_seen_a_few_times_is_not_certain() -> None:
    assert confidence(Share(3, 3)) == pytest.approx(0.8)
    assert confidence(Share(92, 100)) == pytest.approx(0.912, abs=0.001)
    assert confidence(Share(0, 0)) == 0.5


def test_rules_are_written_as_the_word_files_have_them(small: Score, tmp_path: Path) -> None:
    roles, stances = write_rules(tmp_path / "new", [small, replace(small, gold="again")])
    assert read_words(roles) == [{"rule": "title_before_name", "precision": 0.75, "n": 2}]
    assert read_words(stances) == {"verb": 0.5}
    assert "n = 4" in stances.read_text()
    assert "small, again" in stances.read_text()
    # Both are read by the same loaders as the files of the package.
    assert type(read_words(stances)) is type(stance_words.default().confidences)


def test_no_claims_give_empty_word_files(tmp_path: Path) -> None:
    roles, stances = write_rules(tmp_path, [score("empty", [], {})])
    assert (yaml.safe_load(roles.read_text()), yaml.safe_load(stances.read_text())) == ([], {})


PAGE = "# Quality\n\n<!-- figures of small -->\nfigures of last year\n<!-- end of figures -->\n\n{}\n"
OTHER = "<!-- figures of other -->\nkept\n<!-- end of figures -->"


def test_figures_replace_only_those_of_their_set(small: Score, tmp_path: Path) -> None:
    path = tmp_path / "quality.md"
    path.write_text(PAGE.format(OTHER))
    write_page(path, [small])
    once = path.read_text()
    assert "| stance | 0.500 (1/2) | 0.500 (1/2) | 0.500 |" in once
    assert "| stance: `verb` | 0.500 | 2 |" in once
    assert "last year" not in once
    assert OTHER in once
    write_page(path, [small])
    assert path.read_text() == once


@pytest.mark.parametrize("page", ["no marks", "<!-- figures of small -->\nno end"])
def test_a_page_without_a_place_is_refused(small: Score, page: str) -> None:
    with pytest.raises(PageError, match="figures of small"):
        with_figures(page, small)


def test_json_has_the_figures_and_on_request_every_error(small: Score) -> None:
    evaluation = Evaluation((small,), (Skipped("broken.txt", "empty"),))
    short = evaluation_object(evaluation, ["too low"], verbose=False)
    figures = short["sets"][0]["relations"]["stance"]
    assert (figures["precision"], figures["recall"], figures["gold"]) == (0.5, 0.5, 2)
    assert figures["rules"] == {"verb": {"share": 0.5, "right": 1, "n": 2}}
    assert short["below_floor"] == ["too low"]
    assert short["skipped"] == [{"where": "broken.txt", "reason": "empty"}]
    assert "misses" not in figures
    full = evaluation_object(evaluation, [], verbose=True)["sets"][0]["relations"]["stance"]
    assert [m["claim"] for m in full["misses"]] == ["Chile | mines | +2 | -"]
    assert [(a["rule"], a["cause"]) for a in full["false_alarms"]] == [
        ("verb", "nothing like it in the gold data")
    ]
