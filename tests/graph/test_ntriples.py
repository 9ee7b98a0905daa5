"""Literals survive the way through Oxigraph to the letter."""

from __future__ import annotations

import datetime

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablegraph.ntriples import date, decimal, integer, scalar_text, text

ANY_TEXT = st.text(st.characters(codec=None))


def stored(term: str) -> str:
    """Return the value of a term after it went through a parser and a store."""
    store = ox.Store()
    store.load(f"<a:a> <a:b> {term} .\n", ox.RdfFormat.N_TRIPLES)
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    return quad.object.value


@given(ANY_TEXT)
def test_text_comes_back_with_lone_surrogates_replaced(value: str) -> None:
    expected = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    assert stored(text(value)) == expected == scalar_text(value)
    assert len(expected) == len(value)


@given(ANY_TEXT)
def test_a_literal_is_one_line_for_every_reader(value: str) -> None:
    assert len(text(value).splitlines()) == 1


@given(ANY_TEXT)
def test_a_literal_means_the_same_in_an_update(value: str) -> None:
    store = ox.Store()
    store.update(f"INSERT DATA {{ <a:a> <a:b> {text(value)} }}")
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == scalar_text(value)


@given(st.floats(0, 1))
def test_a_decimal_is_written_as_oxigraph_keeps_it(value: float) -> None:
    term = decimal(value)
    assert term.startswith(f'"{stored(term)}"')
    assert abs(float(stored(term)) - value) <= 0.00005


@pytest.mark.parametrize(
    ("value", "short"), [(1.0, "1"), (0.0, "0"), (0.9, "0.9"), (-0.00001, "0"), (10.0, "10")]
)
def test_a_decimal_is_short(value: float, short: str) -> None:
    assert stored(decimal(value)) == short


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_decimal_must_be_finite(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        decimal(value)


@given(st.dates())
def test_a_date_keeps_four_digits_of_the_year(value: datetime.date) -> None:
    assert stored(date(value)) == value.isoformat()


@given(st.integers(-(10**12), 10**12))
def test_an_integer_is_kept(value: int) -> None:
    assert stored(integer(value)) == str(value)
