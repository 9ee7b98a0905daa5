"""The lint of GEXF files: one file that is right, and one broken in each way."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.graph.export.conftest import shared_folder

from cablegraph.export.lint import MOST_FINDINGS, lint

GOOD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta lastmodifieddate="2026-11-21"><creator>someone</creator></meta>
<graph defaultedgetype="directed" idtype="string" mode="dynamic" timeformat="date" timerepresentation="interval">
<attributes class="node" mode="static"><attribute id="type" title="type" type="string"/></attributes>
<attributes class="edge" mode="static"><attribute id="n" title="n" type="long"/><attribute id="c" title="c"
 type="double"/><attribute id="h" title="h" type="boolean"/><attribute id="s" title="s" type="liststring"/></attributes>
<nodes>
<node id="a" label="A"><attvalues><attvalue for="type" value="x"/></attvalues><viz:color r="1" g="2" b="255"/></node>
<node id="b" label="B"><spells><spell start="2001-01-01" end="2001-02-01"/></spells></node>
</nodes>
<edges>
<edge id="e" source="a" target="b" kind="k" label="k" weight="1.0"><attvalues><attvalue for="n" value="1"/><attvalue
 for="c" value="0.5"/><attvalue for="h" value="true"/><attvalue for="s" value='["x"]'/></attvalues></edge>
</edges>
</graph>
</gexf>
"""

BROKEN = [
    ("root", 'version="1.3"', 'version="1.2"'),
    ("root", 'xmlns="http://gexf.net/1.3"', 'xmlns="http://www.gexf.net/1.2draft"'),
    ("root", 'xmlns:viz="http://gexf.net/1.3/viz"', 'xmlns:viz="http://gexf.net/1.3/vis"'),
    ("xsi", 'version="1.3">', 'version="1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'),
    ("date", "2026-11-21", "yesterday"),
    ("graph", 'mode="dynamic"', 'mode="static"'),
    ("graph", 'timeformat="date"', 'timeformat="double"'),
    ("graph", 'idtype="string"', 'idtype="string" name=""'),
    ("columns", 'id="type" title="type"', 'id="0" title="type"'),
    ("columns", 'id="n" title="n" type="long"', 'id="weight" title="weight" type="long"'),
    ("columns", 'id="n" title="n" type="long"', 'id="type" title="type" type="long"'),
    ("columns", 'id="c" title="c"', 'id="N" title="N"'),
    ("columns", 'type="liststring"', 'type="anyURI"'),
    ("columns", 'class="edge" mode="static"', 'class="edge" mode="dynamic"'),
    ("columns", 'class="edge" mode="static"', 'class="node" mode="static"'),
    ("label", 'id="a" label="A"', 'id="a"'),
    ("label", 'id="a" label="A"', 'id="a" label="A&#10;B"'),
    ("label", 'id="a" label="A"', 'id="a" label="A&#x2028;B"'),
    ("id", 'id="b" label', 'id="a" label'),
    ("id", 'id="e" source', "source"),
    ("edge", 'target="b"', 'target="z"'),
    ("kind", ' kind="k"', ""),
    ("weight", 'weight="1.0"', 'weight="0.0"'),
    ("weight", 'weight="1.0"', 'weight="NaN"'),
    ("weight", ' weight="1.0"', ""),
    ("value", 'for="n" value="1"', 'for="n" value="1.5"'),
    ("value", 'for="n" value="1"', 'for="m" value="1"'),
    ("value", 'value="0.5"', 'value="None"'),
    ("value", 'value="true"', 'value="True"'),
    ("value", "value='[\"x\"]'", 'value="x|y"'),
    ("value", 'for="n" value="1"/>', 'for="n" value="1"/><attvalue for="n" value="2"/>'),
    ("spell", 'end="2001-02-01"', 'end="2000-02-01"'),
    ("spell", 'start="2001-01-01"', 'start="2001-01"'),
    ("spell", 'start="2001-01-01" end="2001-02-01"', 'timestamp="2001-01-01"'),
    ("spell", "</spells>", '<spell start="2001-02-01" end="2001-03-01"/></spells>'),
    ("positions", '<viz:color r="1"', '<viz:position x="1" y="2"/><viz:color r="1"'),
    ("colour", 'b="255"', 'b="256"'),
    ("prefix", "<creator>someone</creator>", "<ns0:creator>someone</ns0:creator>"),
    ("order", "</edges>", '</edges><nodes><node id="c" label="C"/></nodes>'),
    ("not-xml", "</nodes>", ""),
    ("not-xml", "someone", "some\x07one"),
    ("doctype", '<gexf xmlns="', '<!DOCTYPE gexf [<!ENTITY a "b">]>\n<gexf xmlns="'),
]


def findings(tmp_path: Path, text: str) -> list[str]:
    """Return the rules that a text breaks."""
    path = tmp_path / "graph.gexf"
    path.write_text(text, encoding="utf-8")
    return [finding.rule for finding in lint(path)]


def test_a_good_file_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD) == []


@pytest.mark.parametrize(("rule", "old", "new"), BROKEN)
def test_each_rule(tmp_path: Path, rule: str, old: str, new: str) -> None:
    assert GOOD.count(old) >= 1
    assert rule in findings(tmp_path, GOOD.replace(old, new, 1))


def test_a_spell_may_be_open(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD.replace(' end="2001-02-01"', "")) == []


def test_a_finding_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "graph.gexf"
    path.write_text(GOOD.replace('weight="1.0"', 'weight="-1"'), encoding="utf-8")
    assert [str(finding) for finding in lint(path)] == ["line 13: weight: '-1' on edge 'e': must be above 0"]


def test_an_entity_bomb_is_refused_at_once(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(30))
    bomb = f'<!DOCTYPE gexf [<!ENTITY e0 "x">{entities}]><gexf>&e30;</gexf>'
    begun = time.process_time()
    assert findings(tmp_path, bomb) == ["doctype"]
    assert time.process_time() - begun < 1


def test_something_else_altogether(tmp_path: Path) -> None:
    assert findings(tmp_path, "<html></html>") == ["root"]
    assert findings(tmp_path, "") == ["not-xml"]
    assert findings(tmp_path, "\x00\x01") == ["not-xml"]


def test_findings_end_somewhere(tmp_path: Path) -> None:
    edges = '<edge id="x" source="a" target="b"/>' * 10_000
    assert len(findings(tmp_path, GOOD.replace("<edges>", "<edges>" + edges))) == MOST_FINDINGS


def test_the_golden_file() -> None:
    folder = shared_folder()
    if folder is None or not (folder / "gexf" / "golden.gexf").is_file():
        pytest.skip(
            "the golden GEXF file is not here: set CABLEGRAPH_SHARED to a folder with gexf/golden.gexf"
        )
    # It gives a position to one of two nodes, which Gephi and Gephi Lite accept.
    assert [finding.rule for finding in lint(folder / "gexf" / "golden.gexf")] == ["positions"]
