"""SPARQL texts are read before the engine sees them."""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cablegraph.queries.sparql import Form, RefusedError, SparqlError, explain, read_request
from cablegraph.queries.sparql_tokens import TokenKind, decode_escapes, tokenize
from cablegraph_ontology.terms import PREFIXES

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("CABLEGRAPH_SHARED", ROOT.parent / "shared"))

R, N, B, V, S, L, M, W, X = (
    TokenKind.IRI,
    TokenKind.NAME,
    TokenKind.BLANK,
    TokenKind.VARIABLE,
    TokenKind.STRING,
    TokenKind.LANGUAGE,
    TokenKind.NUMBER,
    TokenKind.WORD,
    TokenKind.SIGN,
)
TOKENS = [
    ("SELECT ?x", [(W, "SELECT"), (V, "?x")]),
    ("$x?y", [(V, "$x"), (V, "?y")]),
    ("<http://a#b> # c <d>\n<e>", [(R, "<http://a#b>"), (R, "<e>")]),
    ("a # b\rc", [(W, "a"), (W, "c")]),
    ("kg:a.b.", [(N, "kg:a.b"), (X, ".")]),
    ("kg:a\\.", [(N, "kg:a\\.")]),
    ("kg:.a", [(N, "kg:"), (X, "."), (W, "a")]),
    (":x : a:", [(N, ":x"), (N, ":"), (N, "a:")]),
    ("kg:a\\#b%41", [(N, "kg:a\\#b%41")]),
    ("kg:a#b", [(N, "kg:a")]),
    ("a.b.c:d", [(N, "a.b.c:d")]),
    ("true.?x", [(W, "true"), (X, "."), (V, "?x")]),
    ("_:b1. _:", [(B, "_:b1"), (X, "."), (X, "_"), (N, ":")]),
    ("'a\\'b' \"c\"@en-GB", [(S, "'a\\'b'"), (S, '"c"'), (L, "@en-GB")]),
    ("'''a'b''c\n''' \"\"", [(S, "'''a'b''c\n'''"), (S, '""')]),
    ("'# no comment'", [(S, "'# no comment'")]),
    ("?a<?b&&?c>?d", [(V, "?a"), (R, "<?b&&?c>"), (V, "?d")]),
    ("?a < ?b", [(V, "?a"), (X, "<"), (V, "?b")]),
    ("1.5e3-2", [(M, "1"), (X, "."), (M, "5e3"), (X, "-"), (M, "2")]),
    ("1SERVICE", [(M, "1"), (W, "SERVICE")]),
    ("é:ü ?ñ", [(N, "é:ü"), (V, "?ñ")]),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS, ids=[case[0] for case in TOKENS])
def test_tokens(text: str, expected: list[tuple[TokenKind, str]]) -> None:
    found = tokenize(text)
    assert [(token.kind, token.text) for token in found] == expected
    assert all(text.startswith(token.text, token.start) for token in found)


UNCLOSED = ['SELECT "abc', "'a\nb'", '"""abc""', "'a\\'", "''''"]


@pytest.mark.parametrize("text", UNCLOSED)
def test_a_string_without_end_is_an_error(text: str) -> None:
    with pytest.raises(SparqlError, match="A string is not closed"):
        tokenize(text)


PIECES = st.sampled_from(
    [
        "SELECT",
        "?x",
        "<http://a#b>",
        "<",
        "a:b.c",
        ".",
        "'s'",
        '"t"',
        "#c\n",
        "\n",
        " ",
        "{",
        "}",
        "(",
        ")",
        "@en",
        "_:b",
        "1",
        "\\",
        "é",
        "-",
        "SERVICE",
        "kg:",
        "\\u0041",
    ]
)


@given(st.lists(PIECES).map("".join))
def test_tokens_cover_all_but_spaces_and_comments(text: str) -> None:
    try:
        found = tokenize(text)
    except SparqlError:
        return
    position = 0
    for token in found:
        between = text[position : token.start]
        assert between.strip(" \t\r\n") == "" or "#" in between
        position = token.start + len(token.text)
        assert text[token.start : position] == token.text
    assert text[position:].strip(" \t\r\n") == "" or "#" in text[position:]


FORMS = [
    ("SELECT * {}", Form.SELECT),
    ("select*{}", Form.SELECT),
    ("SELECTDISTINCT*{}", Form.SELECT),
    ("# SELECT\nASK {}", Form.ASK),
    ("PREFIX insert: <x:> BASE <y:> CONSTRUCT {} WHERE {}", Form.CONSTRUCT),
    ("PREFIXselect:<x:>DESCRIBE<y:>", Form.DESCRIBE),
    ("DESCRIBEkg:x", Form.DESCRIBE),
    ('VERSION "1.2" ASK {}', Form.ASK),
    ("INSERT DATA {}", Form.UPDATE),
    ("CLEARALL", Form.UPDATE),
    ("WITH <g:> DELETE {} WHERE {}", Form.UPDATE),
    ("", Form.EMPTY),
    ("PREFIX a: <b:> # nothing", Form.EMPTY),
]


@pytest.mark.parametrize(("text", "form"), FORMS)
def test_the_form_of_a_request(text: str, form: Form) -> None:
    assert read_request(text).form is form
    assert read_request(text).is_query is (form not in (Form.UPDATE, Form.EMPTY))


def test_no_request_is_an_error_with_a_place() -> None:
    with pytest.raises(SparqlError, match=r"Expected SELECT.*found 'HELLO' \(line 2, column 3\)"):
        read_request("\n  HELLO")


CLAUSES = [
    ("SELECT * FROM <g:> {}", True, False),
    ("SELECT*FROM<g:>{}", True, False),
    ("SELECT*FROMg:x{}", True, False),
    ("SELECT * FROM NAMED <g:> {}", True, False),
    ("SELECT ?from { ?from kg:from 'FROM <g:>' } # FROM <g:>", False, False),
    ("PREFIX from: <g:> SELECT * { ?x a from:x }", False, False),
    ("DELETE {} USING <g:> WHERE {}", False, True),
    ("WITH <g:> DELETE {} WHERE {}", False, True),
    ("DELETE {} USINGg:x WHERE {}", False, True),
    ("INSERT DATA { <a:> <b:> 'USING' }", False, False),
]


@pytest.mark.parametrize(("text", "has_dataset", "has_using"), CLAUSES)
def test_named_graphs_are_noticed(text: str, has_dataset: bool, has_using: bool) -> None:
    found = read_request(text)
    assert (found.has_dataset, found.has_using) == (has_dataset, has_using)


def test_predeclared_prefixes_are_added_where_the_text_has_none() -> None:
    found = read_request("PREFIX kg: <x:> PREFIXfoaf:<y:> SELECT * { ?s foaf:name 'PREFIX org: <z:>' }")
    assert found.prefixes == {"kg", "foaf"}
    assert set(found.added_prefixes()) == set(PREFIXES) - {"kg", "foaf"}


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> {} }",
    "SELECT * { service silent ?g {} }",
    "SELECT * {SERVICE<http://127.0.0.1:9/>{}}",
    "SELECT * {SERVICE?g{}}",
    "SELECT * {SERVICE:x{}}",
    "SELECT * {SERVICEkg:x {}}",
    "SELECT * {SERVICESILENTkg:x{}}",
    "SELECT * {?s ?p ?o SErVICe#comment\nkg:x{}}",
    "SELECT * {?s ?p ?o#comment\rSERVICE kg:x{}\n}",
    "SELECT * {?s ?p 1SERVICE kg:x{}}",
    "SELECT * {?s ?p trueSERVICEkg:x{}}",
    "SELECT * {?s ?p kg:.SERVICE kg:x{}}",
    "SELECT * {?s ?p 'a'SERVICE kg:x{}}",
    "SELECT * {{}UNION{}SERVICEkg:x{}}",
    "SELECT * {BIND(1AS?z)SERVICEkg:x{}}",
    "SELECT * { S\\u0045RVICE <http://127.0.0.1:9/> {} }",
    "SELECT * { \\U00000053ERVICE <http://127.0.0.1:9/> {} }",
    "SELECT * { # \\u000A SERVICE <http://127.0.0.1:9/> {}\n }",
    "SELECT * { ?s ?p '\\u0027 SERVICE <x:> {} #' }",
    "INSERT {} WHERE { SERVICE <http://127.0.0.1:9/> {} }",
    "INSERT{}WHERE{SERVICEkg:x{}}",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused_in_every_disguise(text: str) -> None:
    with pytest.raises(RefusedError, match="SERVICE is not allowed"):
        read_request(text)


LOADS = [
    "LOAD <http://127.0.0.1:9/>",
    "load silent <x:> into graph <y:>",
    "LOADkg:x",
    "LOAD:x",
    "LOADSILENTkg:x",
    "CLEAR ALL;LOADkg:x",
    "CLEAR ALL; # x\n LOAD kg:x",
    "DELETE WHERE {?s ?p ?o};LOAD<x:>",
    "PREFIX load: <x:> LOAD load:x",
    "PREFIXload:<x:>LOADload:x",
    "CLEAR ALL; L\\u004FAD <x:>",
]


@pytest.mark.parametrize("text", LOADS)
def test_load_is_refused_in_every_disguise(text: str) -> None:
    with pytest.raises(RefusedError, match="LOAD is not allowed"):
        read_request(text)


INNOCENT = [
    "SELECT ?service ?load { ?service kg:service ?load }",
    "SELECT * { ?s ?p 'SERVICE <x:> {}' } # SERVICE <x:> {}",
    "SELECT * { ?s <http://x/service> <http://x/SERVICE#a> }",
    "SELECT * { ?s <urn:x:service> ?o }",
    "PREFIX service: <x:> SELECT * { ?s service:a service:b }",
    "PREFIX service: <x:> SELECT * { GRAPH service:a { ?s ?p ?o } }",
    "PREFIX load: <x:> INSERT DATA { load:a load:b load:c }",
    "PREFIX load: <x:> INSERT DATA { GRAPH load:g { load:a load:b 'LOAD' } }",
    "PREFIX load: <x:> CLEAR GRAPH load:g",
    "SELECT ?load { ?s kg:LOAD ?load ; <x:y> '\\u0041' }",
    "SELECT * { FILTER(?a < 3 && 'b' > ?c) }",
    "SELECT * { ?s ?p <http://x/o'brien> }",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_the_words_are_free_where_they_mean_nothing(text: str) -> None:
    read_request(text)
    store = ox.Store()
    if read_request(text).is_query:
        store.query(text, prefixes=PREFIXES)
    else:
        store.add_graph(ox.NamedNode("x:g"))
        store.update(text, prefixes=PREFIXES)


UNCLEAR = [
    "SELECT * { FILTER(2<3&&'a>'!=?x)SERVICE?g{}FILTER(?y!='') }",
    "SELECT * { FILTER(2<3)SERVICE?g#>\n{} }",
    "SELECT * { FILTER(2<3#>'''\n)SERVICE?g{}#''' \n }",
]


@pytest.mark.parametrize("text", UNCLEAR)
def test_a_comparison_that_looks_like_an_iri_hides_nothing(text: str) -> None:
    with pytest.raises(SparqlError):
        read_request(text)


class Listener:
    """A port on this machine that counts who calls."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.calls = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            self.calls += 1
            connection.close()


LISTENER = Listener()
GLUE = st.sampled_from(
    [
        "kg:x",
        "?g",
        "{",
        "}",
        "{}",
        "(",
        ")",
        ".",
        "'",
        '"',
        "'''",
        "<",
        ">",
        "<3",
        "'a'",
        "1",
        "true",
        "a",
        "FILTER(",
        "BIND(",
        "AS",
        "UNION",
        "OPTIONAL{",
        "GRAPH",
        "&&",
        "!=",
        ";",
        "@en",
        "^^",
        "_:b",
        "kg:",
        "kg:a",
        "\\",
        "\\u0027",
        "\\u000A",
        "\\.",
        "%41",
        "-",
        "~",
        "|",
        "/",
        "PREFIX",
        "SILENT",
        "#",
        "?s?p",
        " ",
        "\n",
        "#\n",
    ]
)
DISGUISED = st.tuples(
    st.lists(GLUE, max_size=5).map("".join),
    st.sampled_from(("SERVICE", "service", "SERVICESILENT", "SERVICE SILENT", "S\\u0045RVICE", "SERVICE#\n")),
    st.sampled_from(("", "", " ", "\n", "#>\n")),
    st.sampled_from(("kg:", "kg:x", ":", "<>", "?o", "<>#>\n")),
    st.sampled_from(("{}", " {}", "\n{?a ?b ?c}", "{", "")),
    st.lists(GLUE, max_size=4).map("".join),
).map("".join)


def attempt(text: str) -> bool:
    """Run a query as the store does, and return whether the engine called out or wanted to."""
    calls = LISTENER.calls
    graph = ox.Store()
    graph.update(f"INSERT DATA {{ <x:a> <x:b> <{LISTENER.address}> }}")
    prefixes = {"kg": LISTENER.address, "": LISTENER.address}
    try:
        list(graph.query(text.replace("<>", f"<{LISTENER.address}>"), prefixes=prefixes))  # type: ignore[arg-type]
    except SyntaxError:
        return False
    except (OSError, RuntimeError, TypeError):
        return True
    return LISTENER.calls > calls


def test_the_attempt_is_seen() -> None:
    assert attempt("SELECT * { ?s ?p ?o SERVICE <> {} }")
    assert attempt("SELECT * { ?s ?p ?o SERVICESILENTkg:{} }")
    assert attempt("SELECT * { ?s ?p ?o SERVICE?o{} }")
    assert not attempt("SELECT * { ?s ?p ?o }")


@settings(max_examples=1000, deadline=None)
@given(DISGUISED)
def test_what_passes_makes_no_request(inner: str) -> None:
    """What the check lets through, the engine answers without calling out."""
    text = f"SELECT * {{ ?s ?p ?o . {inner} }}"
    try:
        read_request(text)
    except SparqlError:
        return
    assert not attempt(text)


MESSAGES = [
    ("SELECT ?x {\n  ?x kb:cue ?y\n}", "The prefix kb: is not declared; add PREFIX kb: <...>", 2, 6),
    (
        "SELECT (YEAR(?d) AS ?y) { ?s kg:date ?d } GROUP BY (YEAR(?d))",
        "write GROUP BY (YEAR(?d) AS ?year)",
        1,
        52,
    ),
    ("SELECT ?y { ?s kg:date ?d } GROUP BY YEAR(?d)", "write GROUP BY (YEAR(?d) AS ?year)", 1, 38),
    ("SELECT ?y { ?s kg:date ?d } GROUP BY ?s (YEAR(?d)) HAVING (1)", "GROUP BY", 1, 41),
    ("SELECT ?x {", "the text ends too early", 1, 12),
    ("SELECT ?x { ?x kg:cue } LIMIT 1", "Not valid SPARQL at '}'", 1, 23),
]


@pytest.mark.parametrize(("text", "message", "line", "column"), MESSAGES)
def test_errors_of_the_engine_are_put_into_plain_words(
    text: str, message: str, line: int, column: int
) -> None:
    with pytest.raises(SyntaxError) as engine:
        ox.Store().query(text, prefixes=PREFIXES)
    error = explain(text, str(engine.value))
    assert message in error.message
    assert (error.line, error.column) == (line, column)


def test_a_named_group_is_not_blamed_for_another_fault() -> None:
    text = "SELECT ?year { ?s kg:date ?d } GROUP BY (YEAR(?d) AS ?year) ?s LIMIT many"
    assert "GROUP BY" not in explain(text, "error at 1:70: expected x").message


TOO_MUCH = [
    ("SELECT * { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }", "nested"),
    ("SELECT * " + "{" * 5000 + "}" * 5000, "nested"),
    ("SELECT * { ?s ?p " + "[ ?p " * 500 + "]" * 500 + "}", "nested"),
    ("SELECT (1" + "+1" * 10_000 + " AS ?x) {}", "More than"),
    ("SELECT * {" + "BIND(1 AS ?x)" * 3_000 + "}", "More than"),
    ("SELECT * { FILTER(" + "!" * 10_000 + "true) }", "More than"),
]


@pytest.mark.parametrize(("text", "message"), TOO_MUCH, ids=[case[0][:25] for case in TOO_MUCH])
def test_what_would_overflow_the_engine_is_refused(text: str, message: str) -> None:
    with pytest.raises(SparqlError, match=message):
        read_request(text)


def test_long_lists_of_terms_are_no_burden() -> None:
    values = " ".join(f"(<http://x/{n}> {n})" for n in range(20_000))
    text = f"SELECT * {{ VALUES (?x ?n) {{ {values} }} }}"
    read_request(text)
    assert len(list(ox.Store().query(text))) == 20_000  # type: ignore[arg-type]
    read_request("INSERT DATA { " + "<a:a> <a:b> 'c' ; <a:d> 1 . " * 20_000 + " }")


HOSTILE = [
    "a.",
    "<",
    "'''",
    "(a:b.c.d",
    "a<b ",
    ".:",
    "\\u0045",
    "?",
    "\\",
    "kg:a\\.",
    "a-",
    "SERVICE:",
    "@",
    "_:",
    "#\r",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    start = time.perf_counter()
    with pytest.raises(SparqlError):
        read_request(f"SELECT {piece * 100_000}( " + "(" * 200)
    assert time.perf_counter() - start < 5


def test_escapes_are_decoded_everywhere_but_wrong_ones_stay() -> None:
    assert decode_escapes("S\\u0045\\U00000052VICE \\u00 \\U00110000") == "SERVICE \\u00 \\U00110000"


SUITE = SHARED / "w3c" / "sparql11"
SUITE_FILES = (
    sorted(path for kind in ("*.rq", "*.ru") for path in SUITE.rglob(kind)) if SUITE.is_dir() else []
)


@pytest.mark.skipif(not SUITE_FILES, reason="the W3C suite is not there")
def test_the_w3c_suite_is_read_as_the_engine_reads_it() -> None:
    """Every request of the suite that Oxigraph parses is read, with its form, unless it asks for a request."""
    read = 0
    for path in SUITE_FILES:
        text = path.read_text(encoding="utf-8")
        is_update = path.suffix == ".ru"
        try:
            if is_update:
                ox.Store().update(text, base_iri="http://example.org/")
            else:
                ox.Store().query(text, base_iri="http://example.org/")
        except (SyntaxError, OSError, RuntimeError):
            continue
        try:
            assert read_request(text).is_query is not is_update, path
            read += 1
        except RefusedError:
            assert "service" in text.lower() or "load" in text.lower()
    assert read > 300
