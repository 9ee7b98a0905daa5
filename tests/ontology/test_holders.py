"""Check the list of who held the highest offices."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from cablegraph.spotting.names import name_parts
from cablegraph_ontology.holders import Holder, Holders, holders, read_holders, refuse_unknown
from cablegraph_ontology.lexicon import LexiconError, default

FILE = Path(__file__).parents[2] / "ontology" / "cablegraph_ontology" / "words" / "holders.yml"
EXEMPT = {"CSK", "SUN", "YUG", "SCG", "SRB", "GEO", "CZE", "RUS"}
"""States that ended, and those whose first leaders had led them."""


def test_all_is_in_the_lexicon() -> None:
    refuse_unknown(holders(), default())


def test_list_is_large_enough() -> None:
    rows = holders().rows
    assert len({row.names[0] for row in rows}) >= 600
    assert len({row.country for row in rows}) >= 190


def test_countries_are_sorted_groups_of_terms_in_order() -> None:
    terms: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for row in holders().rows:
        terms[row.country or row.body or "", row.office].append(row)
    for rows in terms.values():
        starts = [row.since for row in rows]
        assert starts == sorted(starts), rows[0]
        assert all(row.until is not None for row in rows[:-1] if row.office not in {"prime-minister"}), rows[
            0
        ]


def test_years_are_of_our_time() -> None:
    for row in holders().rows:
        assert 1945 <= row.since <= 2026
        assert row.until is None or (1989 <= row.until <= 2026), row


def test_no_name_is_of_two_states() -> None:
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in holders().rows:
        for name in row.names:
            if row.country is not None and len(name_parts(name)) > 1:
                owners[name_parts(name)].add(row.country)
    assert [name for name, codes in owners.items() if len(codes - EXEMPT) > 1] == []


def test_no_holder_twice_in_one_term() -> None:
    seen = [(row.names[0], row.office, row.country, row.body, row.since) for row in holders().rows]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("row", ["Kofi Annan", "Kofi Annan 1997", "1997-2006", "Kofi Annan 2006-1997"])
def test_unreadable_row_is_refused(row: str) -> None:
    content = {"alike": [], "called_by_first": [], "countries": {}, "bodies": {"x": {"president": [row]}}}
    with pytest.raises(LexiconError):
        read_holders(content)


@pytest.mark.parametrize(
    ("country", "body", "office"),
    [("XXX", None, "president"), (None, "no-body", "president"), ("FRA", None, "no-office")],
)
def test_unknown_owner_is_refused(country: str | None, body: str | None, office: str) -> None:
    row = Holder(("A B",), office, country, body, 2000, None)
    with pytest.raises(LexiconError):
        refuse_unknown(Holders((row,), {}), default())


def test_file_is_plain() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 120
    assert list(yaml.safe_load(text)["countries"]) == sorted(yaml.safe_load(text)["countries"])
