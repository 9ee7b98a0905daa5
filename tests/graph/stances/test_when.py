"""Words for days, seen from the day of publication: Thursday, 23 March 2006."""

from __future__ import annotations

import datetime

import pytest
import spacy

from cablegraph.extract.when import Calendar
from cablegraph_ontology.relations import DateBasis

PUBLISHED = datetime.date(2006, 3, 23)
NLP = spacy.blank("en")

CASES = [
    ("He spoke on Thursday.", "2006-03-23", None, DateBasis.RESOLVED),
    ("On Tuesday, a spokesman said so.", "2006-03-21", None, DateBasis.RESOLVED),
    ("He spoke on Friday.", "2006-03-17", None, DateBasis.RESOLVED),
    ("They will meet next Friday.", "2006-03-23", None, DateBasis.PUBLICATION),
    ("He said so yesterday.", "2006-03-22", None, DateBasis.RESOLVED),
    ("He said so earlier in the week.", "2006-03-22", "2006-03-20", DateBasis.RESOLVED),
    ("He said so last week.", "2006-03-19", "2006-03-13", DateBasis.RESOLVED),
    ("Witnesses told a hearing last year.", "2005-12-31", "2005-01-01", DateBasis.RESOLVED),
    ("They agreed last month.", "2006-02-28", "2006-02-01", DateBasis.RESOLVED),
    ("It was signed on 14 February.", "2006-02-14", None, DateBasis.RESOLVED),
    ("It was signed on May 9.", "2005-05-09", None, DateBasis.RESOLVED),
    ("It was signed on May 9, 1998.", "1998-05-09", None, DateBasis.STATED),
    ("It may be signed.", "2006-03-23", None, DateBasis.PUBLICATION),
    ("It was signed on 30 February.", "2006-03-23", None, DateBasis.PUBLICATION),
    ("Nothing is said of the day.", "2006-03-23", None, DateBasis.PUBLICATION),
]


@pytest.mark.parametrize(("text", "day", "first", "basis"), CASES, ids=[c[0] for c in CASES])
def test_when(text: str, day: str, first: str | None, basis: DateBasis) -> None:
    found = Calendar().when(NLP(text)[:], PUBLISHED)
    assert found is not None
    assert found.date.isoformat() == day
    assert (found.first.isoformat() if found.first is not None else None) == first
    assert found.basis == basis


def test_no_date_without_a_day_of_publication() -> None:
    assert Calendar().when(NLP("He spoke on Tuesday.")[:], None) is None
