"""Requests that mean harm, or look like it, and the statuses with which they have to end.

The server that they are for has a deadline of `SECONDS`, and limits of `OPTIONS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, quote_plus

SECONDS = 0.5
OPTIONS = (
    *("--workers", "2", "--queue", "16", "--timeout", str(SECONDS)),
    *("--memory", "256M", "--max-rows", "20000", "--max-bytes", "4M"),
)

TIME = 504
LIMIT = 422
BROKEN = -1
"""The answer began with 200 and was broken off."""


@dataclass(frozen=True, slots=True)
class Attack:
    """A request as bytes, and how it may end."""

    name: str
    request: bytes
    ends: frozenset[int]


def get(target: str, *headers: str) -> bytes:
    """Return a GET request."""
    lines = [f"GET {target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def query(text: str, *headers: str, more: str = "") -> bytes:
    """Return a query by GET."""
    return get(f"/sparql?query={quote(text, safe='')}{more}", *headers)


def post(body: bytes, media_type: str, *headers: str, target: str = "/sparql") -> bytes:
    """Return a POST request."""
    head = [f"POST {target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    head += [f"Content-Type: {media_type}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode("latin-1") + body


def posted(text: str) -> bytes:
    """Return a query by POST."""
    return post(text.encode("utf-8", "surrogatepass"), "application/sparql-query")


def form(**fields: str) -> bytes:
    """Return a form by POST."""
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items())
    return post(body.encode(), "application/x-www-form-urlencoded")


def raw(*lines: str, body: bytes = b"") -> bytes:
    """Return a request from its lines."""
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body


CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
# Needs a row of the whole product, so that the engine cannot decide it early.
NEVER = "FILTER(CONCAT(STR(?a), STR(?f), STR(?i)) = 'no')"
DOUBLING = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(34))
JUNK = "x" * 200


def expensive() -> list[Attack]:
    """Queries that would run for hours or take all memory."""
    heavy = frozenset({TIME, LIMIT, 503})
    return [
        Attack(name, request, heavy)
        for name, request in (
            ("cross product, counted", query(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}")),
            ("cross product, filtered", query(f"ASK {{ {CROSS} {NEVER} }}")),
            ("cross product, distinct", query(f"SELECT DISTINCT ?a ?f {{ {CROSS} {NEVER} }}")),
            ("cross product, deadline raised", query(f"ASK {{ {CROSS} {NEVER} FILTER(1 = 1) }}", more="&timeout=99999")),
            ("cross product, deadline lowered", query(f"ASK {{ {CROSS} {NEVER} FILTER(2 = 2) }}", more="&timeout=0.3")),
            ("ORDER BY bomb", query(f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i")),
            ("GROUP BY bomb", query(f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g")),
            ("GROUP_CONCAT bomb", query(f"SELECT (GROUP_CONCAT(STR(?a)) AS ?t) {{ {CROSS} }}")),
            ("deep path", query("SELECT (COUNT(*) AS ?n) { ?x (!kg:nothing|^(!kg:nothing))* ?y }")),
            ("path of paths", query("SELECT (COUNT(*) AS ?n) { ?x ((!kg:a)+/(!kg:b)*)+ ?y . ?y (!kg:c)* ?z }")),
            ("MINUS of everything", query(f"ASK {{ {CROSS} MINUS {{ ?c ?b ?a . ?f ?e ?d }} {NEVER} }}")),
            ("EXISTS inside", query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?a ?p ?f . ?f ?q ?a } }")),
            ("hashes of a product", query(f"ASK {{ {CROSS} FILTER(SHA512(CONCAT(STR(?a), STR(?f), STR(?i))) = 'no') }}")),
            ("random sort", query(f"SELECT * {{ {CROSS} }} ORDER BY RAND() LIMIT 3")),
        )
    ]  # fmt: skip


def large() -> list[Attack]:
    """Queries whose answers, or whose own texts, are too large."""
    too_much = frozenset({LIMIT, TIME, BROKEN, 503})
    values = "SELECT * { VALUES ?x { " + "<http://a.example/x> " * 160_000 + "} }"
    return [
        Attack("cross product, written out", query(f"SELECT * {{ {CROSS} }}"), too_much),
        Attack("cross product, as XML", query(f"SELECT * {{ {CROSS} }}", more="&format=xml"), too_much),
        Attack("cross product, as CSV", query(f"SELECT * {{ {CROSS} }}", more="&format=csv"), too_much),
        Attack("constructed product", query(f"CONSTRUCT {{ ?a ?e ?i }} {{ {CROSS} }}"), too_much),
        Attack("described graph", query("DESCRIBE ?s { ?s ?p ?o }"), too_much),
        Attack("doubled text", query(f'SELECT * {{ BIND("{JUNK}" AS ?x0) {DOUBLING} }}'), too_much),
        Attack("huge VALUES", posted(values), too_much | {200}),
        Attack("10 MB query", posted("ASK {} #" + "x" * 10_000_000), frozenset({413})),
        Attack("10 MB form", form(query="ASK {} #" + "+" * 10_000_000), frozenset({413})),
        Attack("endless body", raw("POST /sparql HTTP/1.1", "Host: x", "Content-Length: 99999999999", "Content-Type: application/sparql-query"), frozenset({413})),
        Attack("long comment", posted("ASK {} #" + "x" * 3_000_000), frozenset({200, TIME, 503})),
        Attack("many digits", posted("ASK { VALUES ?x { " + "1 " * 1_500_000 + "} }"), too_much | {200}),
        Attack("many fields", get("/sparql?" + "a=b&" * 2000), frozenset({400})),
        Attack("percent signs", post(b"query=" + b"%41" * 340_000, "application/x-www-form-urlencoded"), frozenset({400, TIME, 503})),
        Attack("more percent signs", post(b"query=" + b"%41" * 1_200_000, "application/x-www-form-urlencoded"), frozenset({413})),
        Attack("long header", get("/", "X-Long: " + "x" * 100_000), frozenset({431})),
        Attack("long address", get("/sparql?query=" + "x" * 100_000), frozenset({431})),
        Attack("many media types", query("ASK {}", "Accept: " + ",".join(f"a/b{n};q=0.{n % 10}" for n in range(4000))), frozenset({200, 406})),
        Attack("many entity tags", query("ASK {}", "If-None-Match: " + ",".join(f'W/"{n}"' for n in range(6000))), frozenset({200})),
    ]  # fmt: skip


def deep() -> list[Attack]:
    """Texts that overflow the stack of a parser, and regular expressions that hang others."""
    syntax = frozenset({400, TIME, 503})
    survived = frozenset({200, 400, LIMIT, TIME, 503})
    return [
        Attack("brackets", posted("ASK {" + "(" * 20_000), syntax),
        Attack("braces", posted("ASK " + "{" * 10_000 + "}" * 10_000), syntax),
        Attack("nested calls", posted("ASK { FILTER(" + "STR(" * 5000 + "1" + ")" * 5001 + "}"), syntax),
        Attack("long sum", posted("ASK { FILTER(1" + "+1" * 20_000 + ") }"), syntax),
        Attack("negations", posted("ASK { FILTER(" + "!" * 2_500 + "true) }"), survived),
        Attack("long path", posted("ASK { ?s " + "/".join(["kg:p"] * 1_400) + " ?o }"), survived),
        Attack("unions", posted("ASK { " + " UNION ".join(["{ ?s ?p 1 }"] * 300) + " }"), survived),
        Attack("subqueries", posted("SELECT * { " + "{ SELECT * { " * 45 + "?s ?p 1" + " } }" * 45 + " }"), survived),
        Attack("optionals", posted("ASK { ?s ?p 1 " + "OPTIONAL { ?s ?p ?o " * 80 + "}" * 80 + " }"), survived),
        Attack("lists", posted("ASK { ?s ?p " + "( " * 90 + ") " * 90 + "}"), survived),
        Attack("regex, nested", query(f'ASK {{ BIND(CONCAT("{"a" * 3000}", "!") AS ?t) FILTER(REGEX(?t, "^(a+)+$")) }}'), survived),
        Attack("regex, alternation", query(f'ASK {{ FILTER(REGEX("{"a" * 5000}!", "^(a|aa|aaa)*$")) }}'), survived),
        Attack("regex, counted", query('ASK { ?s ?p ?o FILTER(REGEX(STR(?o), "((a{0,99}){0,99}){0,99}")) }'), survived),
        Attack("regex over all", query('SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c FILTER(REGEX(STR(?o), "(x+x+)+y")) }'), survived),
        Attack("replacing", query(f'SELECT (STRLEN(REPLACE("{"a" * 2000}", "a", "{"b" * 2000}")) AS ?n) {{}}'), survived),
    ]  # fmt: skip


def outgoing(port: int) -> list[Attack]:
    """Attempts to make the server call out, to a port on which the test listens, or read a file."""
    target = f"<http://127.0.0.1:{port}/>"
    refused, harmless = frozenset({403}), frozenset({200, 400})
    services = (
        f"SELECT * {{ SERVICE {target} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT {target} {{ ?s ?p ?o }} }}",
        f"select * {{ service silent{target}{{ ?s ?p ?o }} }}",
        f"SELECT * {{ sErViCe#comment\n{target} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ S\\u0045RVICE {target} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ \\U00000053ERVICE {target} {{ ?s ?p ?o }} }}",
        f"ASK {{ FILTER EXISTS {{ SERVICE {target} {{ ?s ?p ?o }} }} }}",
        f"ASK {{ {{ SELECT * {{ SERVICE {target} {{ ?s ?p ?o }} }} }} }}",
        f"SELECT * {{ VALUES ?g {{ {target} }} SERVICE ?g {{ ?s ?p ?o }} }}",
        f"PREFIX ex: <http://127.0.0.1:{port}/> ASK {{ SERVICEex:a {{ ?s ?p ?o }} }}",
        f"ASK {{ OPTIONAL {{ SERVICE {target} {{}} }} MINUS {{ SERVICE {target} {{}} }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <file:///etc/passwd> {{ ?s ?p ?o }} SERVICE {target} {{}} }}",
    )  # fmt: skip
    graphs = (
        f"SELECT * FROM {target} {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED {target} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT * {{ GRAPH {target} {{ ?s ?p ?o }} }}",
        f"DESCRIBE {target}",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        f"BASE {target} SELECT * FROM <x> {{ ?s ?p ?o }}",
    )
    loads = (f"LOAD {target}", f"LOAD SILENT {target} INTO GRAPH <x:g>", "LOAD <file:///etc/passwd>")
    return [
        *(Attack(f"SERVICE {n}", query(text), refused) for n, text in enumerate(services)),
        *(Attack(f"graph {n}", query(text), harmless) for n, text in enumerate(graphs)),
        *(Attack(f"LOAD {n}, as a query", query(text), frozenset({400, 403})) for n, text in enumerate(loads)),
        *(Attack(f"LOAD {n}, as an update", form(update=text), refused) for n, text in enumerate(loads)),
        Attack("graph by parameter", query("ASK { ?s ?p ?o }", more=f"&default-graph-uri={quote(target[1:-1], safe='')}"), harmless),
        Attack("address of another host", get(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"), frozenset({200, 400, 404})),
    ]  # fmt: skip


def malformed() -> list[Attack]:
    """Requests that are no HTTP, or no UTF-8, or want to be somebody else's."""
    bad = frozenset({400})
    closed = frozenset({0, 400})
    return [
        Attack("bytes that are no UTF-8", get("/sparql?query=ASK%7B%ff%7D"), bad),
        Attack("half of a pair", get("/sparql?query=ASK%7B%ed%a0%80%7D"), bad),
        Attack("posted bytes that are no UTF-8", post(b"ASK {\xff}", "application/sparql-query"), bad),
        Attack("another charset", post(b"ASK {}", "application/sparql-query; charset=utf-7"), frozenset({415})),
        Attack("compressed body", post(b"\x1f\x8b\x08" + b"\0" * 50, "application/sparql-query", "Content-Encoding: gzip"), frozenset({400, 415})),
        Attack("NUL in a query", query("ASK { \0 }"), bad),
        Attack("no media type", raw("POST /sparql HTTP/1.1", "Host: x", "Connection: close", "Content-Length: 6", body=b"ASK {}"), frozenset({415})),
        Attack("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", closed),
        Attack("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", frozenset({0, 400, 404, 405, 501})),
        Attack("nothing but line ends", b"\r\n" * 5000 + raw("GET / HTTP/1.1", "Host: x", "Connection: close"), frozenset({0, 200, 400})),
        Attack("two lengths", raw("POST /sparql HTTP/1.1", "Host: x", "Content-Length: 6", "Content-Length: 60", body=b"ASK {}"), bad),
        Attack("length and chunks", raw("POST /sparql HTTP/1.1", "Host: x", "Connection: close", "Content-Length: 6", "Transfer-Encoding: chunked", body=b"0\r\n\r\n"), frozenset({400, 415})),
        Attack("negative length", raw("POST /sparql HTTP/1.1", "Host: x", "Content-Length: -6"), bad),
        Attack("wrong chunk", raw("POST /sparql HTTP/1.1", "Host: x", "Connection: close", "Transfer-Encoding: chunked", body=b"zz\r\nASK {}\r\n0\r\n\r\n"), bad),
        Attack("unknown coding", raw("POST /sparql HTTP/1.1", "Host: x", "Transfer-Encoding: gzip, chunked"), frozenset({400, 501})),
        Attack("folded header", raw("GET / HTTP/1.1", "Host: x", "Connection: close", "A: b", " c: d"), frozenset({200, 400})),
        Attack("unknown method", raw("BREW /sparql HTTP/1.1", "Host: x", "Connection: close"), frozenset({405})),
        Attack("wrong timeout", query("ASK {}", more="&timeout=1e9"), bad),
        Attack("no timeout", query("ASK {}", more="&timeout=0"), bad),
    ]  # fmt: skip


def crafty() -> list[Attack]:
    """Paths that climb, headers that inject, tokens in the wrong place."""
    nowhere = frozenset({400, 404, 308})
    refused = frozenset({400, 403})
    token = "0123456789abcdef0123456789abcdef"
    update = "INSERT DATA { <x:s> <x:p> <x:o> }"
    return [
        *(
            Attack(f"path {n}", get(path), nowhere)
            for n, path in enumerate(
                (
                    "/../../../../etc/passwd",
                    "/static/../../../../etc/passwd",
                    "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                    "/static/..%2f..%2f..%2fetc%2fpasswd",
                    "/static/%00/etc/passwd",
                    "/static//etc/passwd",
                    "/static/....//....//etc/passwd",
                    "//etc/passwd",
                    "/id/../../../etc/passwd",
                    "/id/%2e%2e%2f%2e%2e%2fetc/passwd",
                    "/graph-store/../../etc/passwd",
                    "/static/..\\..\\..\\etc\\passwd",
                )
            )
        ),
        Attack("header in a format", query("ASK {}", more="&format=json%0d%0aX-Injected:%20yes"), frozenset({400})),
        Attack("header in a path", get("/id/x%0d%0aX-Injected:%20yes"), nowhere),
        Attack("header in a graph", query("ASK {}", more="&default-graph-uri=x:%0d%0aX-Injected:%20yes"), frozenset({400})),
        Attack("header in an origin", query("ASK {}", "Origin: https://a.example%0d%0aX-Injected: yes"), frozenset({200})),
        Attack("header in a host", raw("GET /sparql HTTP/1.1", "Host: a.example/%0d%0aX-Injected: yes", "Connection: close"), frozenset({200, 400})),
        Attack("header in a redirect", get("/sparql%0d%0aX-Injected:%20yes/"), nowhere),
        Attack("token in the address", post(update.encode(), "application/sparql-update", target=f"/sparql?token={token}&access_token={token}"), refused),
        Attack("token as a password", post(update.encode(), "application/sparql-update", f"Authorization: Basic {token}"), refused),
        Attack("token in a cookie", post(update.encode(), "application/sparql-update", f"Cookie: token={token}"), refused),
        Attack("token in a form", form(update=update, token=token), refused),
        Attack("token in a path", get(f"/sparql/{token}"), frozenset({404})),
        Attack("update by GET", get(f"/sparql?update={quote(update)}"), refused),
        Attack("update as a query", query(update), refused),
        Attack("graph deleted", raw("DELETE /graph-store?default HTTP/1.1", "Host: x", "Connection: close"), frozenset({403})),
    ]  # fmt: skip


def through_json() -> list[Attack]:
    """Requests to the JSON API that would break out of a query, or take long."""
    fine, late, bad, nowhere = (
        frozenset({200}),
        frozenset({200, TIME, 503}),
        frozenset({400}),
        frozenset({404}),
    )

    def api(path: str, **parameters: str) -> bytes:
        return get(f"/api/{path}?" + "&".join(f"{name}={quote(text)}" for name, text in parameters.items()))

    return [
        Attack("out of a literal", api("search", q='")) } SERVICE <http://127.0.0.1/> { ?s ?p ?o } #', kind="claim"), fine),
        Attack("out of an escape", api("search", q="\\u0022)) } LOAD <file:///etc/passwd> #", kind="claim"), fine),
        Attack("out of an address", api("countries/C%3E%20%7D%20%23/stances"), nowhere),
        Attack("out of a name", api("stances", policy="a> } #"), nowhere),
        Attack("out of a list", api("stances", standing="own> } #"), bad),
        Attack("out of a day", api("officials", on='2006-01-01"^^xsd:date) } #'), bad),
        Attack("a hundred words", api("search", q=" ".join("abcdefghij" * 10)), late),
        Attack("a long word", api("search", q="a" * 200), late),
        Attack("a longer word", api("search", q="a" * 60_000), bad),
        Attack("many parameters", api("search", **{f"q{n}": "a" for n in range(5000)}), bad),
        Attack("the same parameter", get("/api/search?" + "q=a&" * 900), bad),
        Attack("a name like many", api("stances", holder="country/" + "a" * 190), nowhere),
        Attack("far behind the end", api("stances", offset="1000000"), late),
        Attack("a number too large", api("stances", offset="9" * 4000), bad),
        Attack("a number too fine", api("stances", min_confidence="1e-999"), late),
        Attack("a name not in UTF-8", get("/api/countries/%ff%fe/stances"), nowhere),
        Attack("a text not in UTF-8", get("/api/search?q=%ff"), bad),
        Attack("a text with NUL", api("search", q="a\0b", kind="claim"), late),
        Attack("header in a link", raw("GET /api/countries?limit=1 HTTP/1.1", "Host: a.example/%0d%0aX-Injected: yes", "Connection: close"), frozenset({200, 400})),
        Attack("header in a next page", api("search", q="a\r\nX-Injected: yes", limit="1"), late),
        Attack("writing", post(b"{}", "application/json", target="/api/claims/000000000000"), frozenset({405})),
    ]  # fmt: skip


def attacks(port: int) -> list[Attack]:
    """Return all attacks; those that try to call out call this port."""
    return [
        *(*expensive(), *large(), *deep(), *outgoing(port), *malformed(), *crafty()),
        *through_json(),
    ]
