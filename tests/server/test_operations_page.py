"""docs/operations.md says what there is: options, metrics, outcomes, and a unit and a container that start."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from tests.live_server import LiveServer

from cablegraph_server.cli import main
from cablegraph_server.workers.frames import Cause
from cablegraph_server.workers.service import _OUTCOMES as OUTCOMES

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")


def rows(head: str) -> dict[str, list[str]]:
    """Return the table under a head row: the names in the first cell, and the other cells."""
    lines = PAGE[PAGE.index(head) :].split("\n\n", 1)[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {name: row[1:] for row in cells for name in re.findall(r"`([^`]*)`", row[0])}


def block(language: str, having: str) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return next(str(text) for text in found if having in text)


def serve_command() -> click.Command:
    assert isinstance(main, click.Group)
    return main.commands["serve"]


def test_every_option_stands_in_the_table_with_its_default() -> None:
    described = {name.split(" ")[0]: cells for name, cells in rows("| option | default |").items()}
    options = [p for p in serve_command().params if isinstance(p, click.Option)]
    assert {option.opts[0] for option in options} - {"--help"} == set(described)
    for option in options:
        default = described[option.opts[0]][0].replace(",", "").strip("`")
        if isinstance(option.default, int | float) and not isinstance(option.show_default, str | bool):
            assert float(default) == option.default, option.name
        elif isinstance(option.default, str) and option.default:
            assert default == option.default, option.name


def test_every_metric_stands_in_the_table(sample_folder: Path) -> None:
    with LiveServer(sample_folder, "--read-only") as server:
        assert server.ask("GET", "/sparql?query=ASK%7B%7D").status == 200
        text = server.ask("GET", "/metrics").body.decode()
    found = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
    described = {name: cells[0] for name, cells in rows("| metric | kind |").items()}
    linux = {name for name in described if name.startswith("process_")}
    assert found == {n: k for n, k in described.items() if sys.platform == "linux" or n not in linux}


def test_every_outcome_stands_in_the_table() -> None:
    known = {"answered", "closed", *OUTCOMES.values(), *(cause.value for cause in Cause)}
    assert set(rows("| `outcome` | the query |")) == known


def parsed(arguments: Sequence[str]) -> dict[str, object]:
    """Return the options of a `cablegraph serve`; raises for one that there is not."""
    assert arguments[0] == "serve"
    return serve_command().make_context("serve", list(arguments[1:])).params


def test_the_unit_starts_a_server(tmp_path: Path) -> None:
    text = block("ini", "[Service]")
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(text)
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    assert Path(program).name == "cablegraph"
    assert parsed(arguments)["port"] == 8000
    assert float(unit["Service"]["TimeoutStopSec"]) > float(str(parsed(arguments)["grace"]))
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not at hand")
    path = tmp_path / "cablegraph.service"
    path.write_text(text.replace(program, sys.executable), encoding="utf-8")
    done = subprocess.run([analyze, "verify", path], capture_output=True, text=True)
    assert (done.returncode, "cablegraph.service" in done.stderr) == (0, False), done.stderr


def test_the_container_starts_a_server() -> None:
    text = block("dockerfile", "ENTRYPOINT")
    program, *arguments = json.loads(text[text.index("ENTRYPOINT") + len("ENTRYPOINT") :])
    assert program == "cablegraph"
    run = next(line for line in block("sh", "podman run").splitlines() if line.startswith("podman run"))
    options = parsed([*arguments, *run.split(" cablegraph ")[1].split()])
    assert (options["host"], options["port"], options["read_only"]) == ("0.0.0.0", 8000, True)
    assert f"EXPOSE {options['port']}" in text
    assert f"VOLUME {options['store']}" in text


def test_the_example_starts_a_server() -> None:
    command = next(line for line in PAGE.splitlines() if line.startswith("cablegraph serve"))
    assert parsed(shlex.split(command)[1:])["memory"] == 2**30
