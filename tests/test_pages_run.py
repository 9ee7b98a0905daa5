"""Every command in the README and in docs/ runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = (
    *("README.md", "docs/extract.md", "docs/export.md", "docs/endpoint.md", "docs/json-api.md"),
    "docs/review.md",
)
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(page: str) -> str:
    """The shell blocks of a page, in order. `make` words are only tried out: CI itself runs them."""
    blocks = BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    assert blocks, f"{page} has no commands"
    return re.sub(r"^make ", f"make --dry-run -C {ROOT} ", "\n".join(blocks), flags=re.MULTILINE)


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with the sample articles in it and nothing else, as after a fresh clone."""
    (tmp_path / "tests").mkdir()
    shutil.copytree(ROOT / "tests" / "articles", tmp_path / "tests" / "articles")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_run(page: str, workplace: Path) -> None:
    if shutil.which("curl") is None and "curl" in commands(page):
        pytest.skip("curl is not at hand")
    script = "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + commands(page)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=workplace,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr


def test_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
