"""The commands by which people look over the graph and correct it, on a graph that was built and published."""

from __future__ import annotations

import csv
import getpass
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cablegraph.store import Store
from cablegraph_server.cli import main

ARTICLES = (
    {
        "id": "one",
        "date": "2009-06-01",
        "text": "Chinese Foreign Ministry spokesman Qin Gang said on Tuesday that China opposes sanctions on Iran.",
    },
    {
        "id": "two",
        "date": "2009-06-02",
        "text": "Mohamed ElBaradei, head of the International Atomic Energy Agency, urged Iran to stop enrichment.",
    },
    {
        "id": "three",
        "date": "2009-06-03",
        "text": "Mohammed El Baradei, head of the International Atomic Energy Agency, arrived in Tehran.",
    },
)
WHO = ("--by", "ana", "--on", "2024-05-01")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph built from three short articles by the command itself. Nobody changes it."""
    folder = tmp_path_factory.mktemp("built")
    articles = folder / "articles.jsonl"
    articles.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(articles), "--store", str(folder / "kg")])
    assert done.exit_code == 0, done.output
    return folder / "kg"


@pytest.fixture
def kg(built: Path, tmp_path: Path) -> Path:
    """A copy of the graph to correct."""
    return Path(shutil.copytree(built, tmp_path / "kg"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def done(*arguments: object) -> str:
    """Run a command that must succeed, and return what it prints on standard output."""
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(*arguments: object) -> str:
    """Run a command that must fail with one line, and return the line."""
    result = run(*arguments)
    assert result.exit_code == 1 and result.stdout == "", result.output
    assert result.stderr.startswith("cablegraph: ") and result.stderr.count("\n") == 1
    return result.stderr


def rows(kg: Path, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done("query", "--store", kg, "--format", "csv", query))))


def claim(kg: Path, kind: str, words: str) -> str:
    """Return the digits of the claim of one kind in the sentence with these words."""
    found = rows(kg, f"SELECT ?c {{ ?c a kg:{kind}Claim ; kg:quote ?q FILTER(CONTAINS(?q, '{words}')) }}")
    return found[0]["c"][-12:]


def published(kg: Path) -> list[str]:
    with Store.open_published(kg) as store:
        return sorted(str(quad) for quad in store.oxigraph)


def test_a_decision_is_published_listed_and_undone(kg: Path) -> None:
    before = published(kg)
    result = run(
        "merge", "mohammed-el-baradei", "Mohamed ElBaradei", "--because", "IAEA site", *WHO, "--store", kg
    )
    decision = result.stdout.strip()
    assert re.fullmatch("decision/[0-9a-f]{12}", decision)
    assert f"cablegraph undo {decision}" in result.stderr
    assert rows(kg, "SELECT DISTINCT ?name { ?c kg:person/rdfs:label ?name } ORDER BY ?name") == [
        {"name": "Mohamed ElBaradei"},
        {"name": "Qin Gang"},
    ]
    (listed,) = json.loads(done("reviews", "--store", kg, "--format", "json"))
    assert listed == {
        "decision": decision,
        "on": "2024-05-01 00:00",
        "by": "ana",
        "what": "person/mohammed-el-baradei is Mohamed ElBaradei (person/mohamed-elbaradei)",
        "because": "IAEA site",
        "note": None,
    }
    assert decision in done("reviews", "--store", kg)
    assert "undone" in run("undo", decision, "--store", kg).stderr
    assert published(kg) == before
    assert "0 decisions" in done("reviews", "--store", kg)


def test_reject_accept_and_why(kg: Path) -> None:
    stance = claim(kg, "Stance", "sanctions")
    assert rows(kg, "SELECT ?p { <https://w3id.org/cablegraph/id/country/CHN> kg:opposes ?p }")
    done("reject", stance, "--because", "he did not", *WHO, "--store", kg)
    assert not rows(kg, "SELECT ?p { <https://w3id.org/cablegraph/id/country/CHN> kg:opposes ?p }")
    shown = done("why", f"claim/{stance}", "--store", kg)
    for part in (
        "“Chinese Foreign Ministry spokesman Qin Gang said on Tuesday that China opposes sanctions on Iran.”",
        "China (country/CHN) from “China”",
        "measured precision",
        "counted from the date of the article",
        "(reject, ana, 2024-05-01): he did not",
    ):
        assert part in shown, part
    assert "undo decision/" in refused("accept", stance, *WHO, "--store", kg)
    role = claim(kg, "Role", "Qin Gang")
    done("accept", role, *WHO, "--store", kg)
    assert len(rows(kg, "SELECT ?c { ?c kg:review ?review }")) == 2


def test_why_as_json_has_every_slot_with_its_words(kg: Path) -> None:
    account = json.loads(done("why", claim(kg, "Stance", "sanctions"), "--store", kg, "--format", "json"))
    assert ARTICLES[0]["text"][account["article"]["start"] : account["article"]["end"]] == account["sentence"]
    slots = {slot["slot"]: slot for slot in account["slots"]}
    assert {"holder", "policy", "speaker"} <= set(slots)
    assert all(slot["words"] is None or slot["words"] in ARTICLES[0]["text"] for slot in slots.values())
    assert account["polarity"] < 0 and account["rule"] and account["date"]["dateBasis"] == "resolved"


def test_why_tells_what_a_thing_is_by_decision(kg: Path) -> None:
    done("split", "Qin Gang", claim(kg, "Role", "Qin Gang"), "--because", "another", *WHO, "--store", kg)
    assert "Qin Gang (person/qin-gang, by decision person/qin-gang-2)" in done(
        "why", claim(kg, "Role", "Qin Gang"), "--store", kg
    )


def test_split_takes_claims_a_country_another_thing_or_nothing(kg: Path) -> None:
    decision = done("split", "qin-gang", "--country", "chn", "--because", "b", *WHO, "--store", kg).strip()
    assert rows(kg, "SELECT ?p { ?p kg:splitFrom ?o }")[0]["p"].endswith("person/qin-gang-2")
    done("undo", decision[-12:], "--store", kg)
    done("split", "mohammed-el-baradei", "mohamed-elbaradei", "--because", "two", *WHO, "--store", kg)
    assert "kept apart" in refused(
        "merge", "mohammed-el-baradei", "mohamed-elbaradei", "--because", "b", *WHO, "--store", kg
    )
    done("merge", "qin-gang", "mohamed-elbaradei", "--because", "b", *WHO, "--store", kg)
    assert rows(kg, "SELECT ?p { ?p kg:mergedInto ?o }")
    done("split", "qin-gang", "--because", "no", *WHO, "--store", kg)
    assert not rows(kg, "SELECT ?p { ?p kg:mergedInto ?o }")
    assert "name the claims" in refused("split", "mohamed-elbaradei", "--because", "b", *WHO, "--store", kg)


def test_rename(kg: Path) -> None:
    done("rename", "org/iaea", "Atomic Agency", *WHO, "--store", kg)
    assert "Atomic Agency" in done("bodies", "--store", kg)
    assert "already" in refused("rename", "org/iaea", "Atomic Agency", *WHO, "--store", kg)


def test_people_and_bodies_in_every_format(kg: Path) -> None:
    people = json.loads(done("people", "--store", kg, "--format", "json"))
    assert {person["name"] for person in people} == {"Qin Gang", "Mohamed ElBaradei", "Mohammed El Baradei"}
    qin = next(person for person in people if person["name"] == "Qin Gang")
    assert qin["countries"] == ["CHN"] and (qin["first_seen"], qin["last_seen"]) == (
        "2009-05-26",
        "2009-06-01",
    )
    assert [
        row["id"] for row in csv.DictReader(io.StringIO(done("people", "--store", kg, "--format", "csv")))
    ] == [person["id"] for person in people]
    assert "3 persons" in done("people", "--store", kg)
    assert "Qin Gang" not in done("people", "--store", kg, "--country", "IRN")
    assert "1 persons" in done("people", "--store", kg, "--country", "chn")
    assert "International Atomic Energy Agency" in done("bodies", "--store", kg)


def test_a_proposed_command_can_be_run_as_it_stands(kg: Path) -> None:
    (proposal,) = json.loads(done("people", "--store", kg, "--proposals", "--format", "json"))
    assert proposal["propose"] == "merge" and "the same office" in proposal["reason"]
    assert proposal["command"] in " ".join(
        done("people", "--store", kg, "--proposals", "--format", "csv").split("\n")
    )
    command = [sys.executable, "-c", "from cablegraph_server.cli import main; main()"]
    words = subprocess.run(
        ["bash", "-c", f"printf '%s\\n' {proposal['command']}"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    result = subprocess.run([*command, *words[1:]], capture_output=True, text=True, check=False)
    assert result.returncode == 0 and result.stdout.startswith("decision/"), result.stderr
    assert json.loads(done("people", "--store", kg, "--proposals", "--format", "json")) == []
    (listed,) = json.loads(done("reviews", "--store", kg, "--format", "json"))
    assert listed["by"] == getpass.getuser() and listed["because"] == proposal["reason"]


def test_a_decision_outlives_its_claim_and_says_so(kg: Path, tmp_path: Path) -> None:
    done("reject", claim(kg, "Stance", "sanctions"), "--because", "b", *WHO, "--store", kg)
    done("merge", "mohammed-el-baradei", "mohamed-elbaradei", "--because", "b", *WHO, "--store", kg)
    changed = [dict(article, text=f"{article['text']} It was warm.") for article in ARTICLES]
    articles = tmp_path / "changed.jsonl"
    articles.write_text("".join(json.dumps(article) + "\n" for article in changed), encoding="utf-8")
    done("build", articles, "--store", kg)
    first, second = json.loads(done("reviews", "--store", kg, "--format", "json"))
    notes = sorted((row["note"] or "" for row in (first, second)), key=len)
    assert notes[0] == "" and notes[1].startswith("no longer in the graph: claim/")
    assert rows(kg, "SELECT ?b { ?a kg:mergedInto ?b }")[0]["b"].endswith("person/mohamed-elbaradei")
    assert run("validate", "--store", kg).exit_code == 0


COMPLAINTS = [
    (("merge", "Qin Gagn", "Mohamed ElBaradei", "--because", "b"), "near: person/qin-gang (Qin Gang)"),
    (("merge", "Qin Gang", "country/CHN", "--because", "b"), "not of one kind"),
    (("reject", "0123456789ab", "--because", "b"), "12 digits"),
    (("split", "Qin Gang", "0123456789ab", "--because", "b"), "12 digits"),
    (("split", "Qin Gang", "--country", "XXX", "--because", "b"), "nothing in the graph is called"),
    (("undo", "decision/0123456789ab"), "cablegraph reviews"),
    (("why", "nothing"), "12 digits"),
]


@pytest.mark.parametrize(("arguments", "message"), COMPLAINTS, ids=lambda value: str(value)[:30])
def test_complaints_say_what_to_do(built: Path, arguments: tuple[str, ...], message: str) -> None:
    before = (built / "current").read_text()
    assert message in refused(*arguments, "--store", built)
    assert (built / "current").read_text() == before


def test_a_graph_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    for arguments in (("merge", "a", "b", "--because", "c"), ("undo", "a"), ("people",), ("reviews",)):
        assert "There is no graph" in refused(*arguments, "--store", tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_reason_is_asked_for(built: Path) -> None:
    result = run("merge", "a", "b", "--store", built)
    assert result.exit_code == 2 and "--because" in result.stderr


def test_decisions_wait_for_no_reader_and_refuse_a_second_writer(kg: Path) -> None:
    with Store.open(kg):
        assert "being written by" in refused("rename", "Qin Gang", "Q", *WHO, "--store", kg)
        assert "Qin Gang" in done("people", "--store", kg)
