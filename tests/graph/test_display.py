"""What a notebook shows: every text is escaped, sentences are marked, the widget runs."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.graph.export.odd_graph import ODD_TEXTS, odd_store
from tests.graph.export.small_graph import stance, store_of, thing

from cablegraph import KnowledgeGraph, Pipeline, Rows
from cablegraph.model import Article
from cablegraph.research.display import article_html
from cablegraph.store import Store

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'


class Tags(HTMLParser):
    """Collects the elements of a page, and whether they nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_harmless(page: str) -> Tags:
    tags = Tags(page)
    assert tags.open == []
    assert not {"script", "img", "style", "link"} & {tag for tag, _ in tags.seen}
    assert not any(name.startswith("on") for _, attributes in tags.seen for name in attributes)
    return tags


def evil_graph() -> KnowledgeGraph:
    store = store_of(
        [stance(1, quote=EVIL, cue=EVIL, speakerText=EVIL, rule=EVIL, date="2006-03-22")],
        [thing("policy/repatriation", EVIL), thing("country/CHN", EVIL, iso3="CHN")],
    )
    assert isinstance(store, Store)
    return KnowledgeGraph(store)


def test_texts_are_escaped_everywhere() -> None:
    graph = evil_graph()
    claim = graph.claims().claim[0]
    rows = graph.rows("SELECT ?q ('<b>' AS ?bold) { ?c kg:quote ?q }")
    article = Article(document="one", text=EVIL)
    pages = [
        graph._repr_html_(),
        graph.why(claim)._repr_html_(),
        rows._repr_html_(),
        graph.article(graph.claims().article[0])._repr_html_(),
        article_html(article.text, EVIL, None, [(0, 8, EVIL)]),
    ]
    for page in pages:
        assert_harmless(page)
    assert EVIL in assert_harmless(pages[2]).text


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_can_be_shown(text: str) -> None:
    page = assert_harmless(Rows.of(["a"], [(text,)])._repr_html_())
    assert "\x00" not in page.text
    page.text.encode()


def test_a_link_leads_to_the_web_only(sample_graph: KnowledgeGraph) -> None:
    with_link = sample_graph.query("SELECT ?c { ?c kg:quote ?q ; kg:article/schema:url ?u } LIMIT 1").c[0]
    page = assert_harmless(sample_graph.why(with_link)._repr_html_())
    links = [attributes["href"] for tag, attributes in page.seen if tag == "a"]
    assert len(links) == 1 and str(links[0]).startswith("https://")
    store = store_of([stance(1)])
    address = ox.NamedNode("https://schema.org/url")
    for quad in list(store.oxigraph.quads_for_pattern(None, address, None)):
        store.oxigraph.remove(quad)
        store.oxigraph.add(ox.Quad(quad.subject, address, ox.Literal("javascript:alert(1)"), quad.graph_name))
    graph = KnowledgeGraph(store)
    assert "<a " not in graph.why(graph.claims().claim[0])._repr_html_()


def test_the_sentence_is_marked_and_the_cue_bold(sample_graph: KnowledgeGraph) -> None:
    evidence = sample_graph.why(sample_graph.stances("Iran").claim[0])
    page = evidence._repr_html_()
    marked = re.findall("<mark>(.*?)</mark>", page, re.DOTALL)
    assert [html.unescape(re.sub("</?b>", "", text)) for text in marked] == [evidence.quote]
    assert f"<b>{html.escape(evidence.cue)}</b>" in marked[0]


def test_an_article_shows_all_of_its_text_once(sample_graph: KnowledgeGraph) -> None:
    article = sample_graph.article("2015-12-12-paris-agreement")
    page = assert_harmless(article._repr_html_())
    assert article.source.text in page.text
    sentences = {(claim.start, claim.end) for claim in article.claims}
    assert page_marks(article._repr_html_()) == len(sentences) > 3


def page_marks(page: str) -> int:
    return sum(tag == "mark" for tag, _ in Tags(page).seen)


def test_a_reading_shows_its_sentences() -> None:
    reading = Pipeline().reading(Article(document="one", text="China opposes sanctions on Iran. It rained."))
    page = reading._repr_html_()
    assert_harmless(page)
    assert "<mark" in page and "China firmly opposes sanctions on Iran" in html.unescape(page)


def test_the_graph_tells_what_it_holds(sample_graph: KnowledgeGraph) -> None:
    text = assert_harmless(sample_graph._repr_html_()).text
    assert "18 articles" in text and "StanceClaim" in text


def test_a_long_answer_is_cut_and_says_so() -> None:
    page = assert_harmless(Rows.of(["n"], [(n,) for n in range(1234)])._repr_html_())
    assert "and 1,184 more rows" in page.text
    assert sum(tag == "tr" for tag, _ in page.seen) == 51


# ------------------------------------------------------------------ the widget
def test_the_widget_needs_no_network() -> None:
    page = KnowledgeGraph(store_of([stance(1)])).widget().html
    assert not re.search(r"""(src|href)\s*=|https?://(?!w3id)|@import|url\(|fetch\(|XMLHttp|import\s""", page)


def test_the_data_of_the_widget_cannot_leave_the_script() -> None:
    page = evil_graph().widget().html
    assert page.count("<script>") == page.count("</script>") == 1
    data = json.loads(page.split("const DATA = ")[1].split(";\n")[0])
    assert data["nodes"][0][1] == " ".join(EVIL.split())
    shown = evil_graph().widget()._repr_html_()
    assert_harmless(shown)
    assert 'sandbox="allow-scripts"' in shown


def test_the_widget_refuses_what_nobody_could_read() -> None:
    claims = [stance(n, holder=f"org/b{n}", policy=f"policy/p{n}") for n in range(501)]
    with pytest.raises(ValueError, match="1,002 nodes are too many"):
        KnowledgeGraph(store_of(claims)).widget()


STUB = """
const noop = () => {};
const element = () => new Proxy({ style: {}, append: noop, addEventListener: noop, appendChild: () => element(),
  getBoundingClientRect: () => ({ width: 800, height: 600, left: 0, top: 0 }), textContent: "",
  getContext: () => new Proxy({}, { get: (_, name) => name === "measureText" ? (t) => ({ width: 6 * t.length }) : noop,
    set: () => true }) }, {});
let frames = 0, pending = [];
globalThis.document = { getElementById: element, createElement: element };
globalThis.window = { devicePixelRatio: 1, addEventListener: noop };
globalThis.requestAnimationFrame = (call) => { if (frames++ < 50) pending.push(call); };
"""


@pytest.mark.parametrize(
    "store", [odd_store(3), store_of([]), store_of([stance(1, holder="policy/repatriation")])]
)
def test_the_script_of_the_widget_runs(store: Store, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here")
    script = KnowledgeGraph(store).widget().html.split("<script>")[1].split("</script>")[0]
    end = (
        "\nwhile (pending.length) pending.shift()();\n"
        "for (const node of nodes.slice(0, 5)) { tell(node); draw(); }\n"
        "if (!nodes.every((n) => Number.isFinite(n.x) && Number.isFinite(n.y))) throw new Error('lost');\n"
        "const far = nodes.some((n) => Math.hypot(n.x, n.y) > 5000);\n"
        "if (far) throw new Error('far');\n"
        "console.log(nodes.length, frames > 0);\n"
    )
    file = tmp_path / "widget.js"
    file.write_text(STUB + script + end, encoding="utf-8")
    done = subprocess.run([node, str(file)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("true\n")


def test_the_package_has_the_files_of_the_widget() -> None:
    folder = files("cablegraph.research.widget")
    assert {"draw.js", "page.html"} <= {entry.name for entry in folder.iterdir()}
