"""Links stay on the server or lead to ordinary web addresses."""

from __future__ import annotations

import pytest

from cablegraph_ontology.terms import ID, KG
from cablegraph_server.links import Link, is_web_address, link, root


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "./"),
        ("/sparql", "./"),
        ("/ns", "./"),
        ("/list/person", "../"),
        ("/id/person/x", "../../"),
        ("/id/a/b/c", "../../../"),
    ],
)
def test_the_way_up(path: str, expected: str) -> None:
    assert root(path) == expected


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (ID + "person/ana-ruiz", Link("../id/person/ana-ruiz", external=False)),
        (ID + 'person/a b"><', Link("../id/person/a%20b%22%3E%3C", external=False)),
        (ID + "person/x?y#z", Link("../id/person/x%3Fy%23z", external=False)),
        (ID, Link(ID, external=True)),
        (KG + "holder", Link("../ns#holder", external=False)),
        ("https://news.example/a", Link("https://news.example/a", external=True)),
        ("javascript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        (" javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("urn:isbn:1", None),
        ("//evil.example", None),
        ("https://", None),
        ("", None),
    ],
)
def test_links(iri: str, expected: Link | None) -> None:
    assert link(iri, "../") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://news.example/a?b=c&d=e", True),
        ("https://news.example:8443/x", True),
        ("https://user:secret@news.example/", False),
        ("https://news.example/a\nb", False),
        ("https://news.example/a b", False),
        ('https://news.example/"onclick="x', False),
        ("https://[::1", False),
        ("ftp://news.example/", False),
        ("java\tscript:alert(1)", False),
    ],
)
def test_web_addresses(text: str, expected: bool) -> None:
    assert is_web_address(text) is expected
