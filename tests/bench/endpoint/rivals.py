"""The servers that are compared, and how each is started on the same data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

FUSEKI = "org.apache.jena:jena-fuseki-server:5.6.0"
"""The last one that runs on Java 17."""

RDFLIB = """
import sys
import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

dataset = Dataset(default_union=True)
dataset.parse(sys.argv[1], format="nquads")
app = SparqlEndpoint(graph=dataset, path="/sparql")
uvicorn.run(app, port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server: its name, the command that starts it, where its endpoint is."""

    name: str
    command: list[str]
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Data:
    """The same graph in four forms: N-Quads, N-Triples, a published store, the folder of an Oxigraph store."""

    quads: Path
    triples: Path
    store: Path
    copy: Path


def servers(data: Data, tools: Path, first_port: int) -> tuple[list[Server], list[str]]:
    """Return the servers that can be had, and why others cannot."""
    found = [_ours(data, first_port)]
    reasons = []
    python = _tools(tools)
    if python is None:
        reasons.append("oxigraph and rdflib-endpoint: pip could not install them")
    else:
        found.append(_oxigraph(python, data, first_port + 1))
        found.append(_rdflib(python, data, first_port + 2))
    jar = _fuseki(tools)
    if jar is None:
        reasons.append("fuseki: there is no java, or no mvn to fetch it with")
    else:
        found.append(_jena(jar, data, first_port + 3))
    return found, reasons


def _ours(data: Data, port: int) -> Server:
    program = "from cablegraph_server.cli import main; main()"
    options = ["serve", "--store", str(data.store), "--port", str(port), "--timeout", "120"]
    return Server("cablegraph", [sys.executable, "-c", program, *options], port, "/sparql")


def _oxigraph(python: Path, data: Data, port: int) -> Server:
    program = str(python.parent / "oxigraph")
    options = ["serve-read-only", "--location", str(data.copy), "--bind", f"127.0.0.1:{port}"]
    return Server("oxigraph", [program, *options, "--union-default-graph"], port, "/query")


def _rdflib(python: Path, data: Data, port: int) -> Server:
    return Server("rdflib-endpoint", [str(python), "-c", RDFLIB, str(data.quads), str(port)], port, "/sparql")


def _jena(jar: Path, data: Data, port: int) -> Server:
    # In memory, its fastest way; the triples without their graphs are what the union of the graphs is.
    options = ["--quiet", "--localhost", "--port", str(port), f"--file={data.triples}", "/kg"]
    return Server("fuseki", ["java", "-Xmx4g", "-jar", str(jar), *options], port, "/kg/sparql")


def _tools(folder: Path) -> Path | None:
    """Install the servers that pip has into a folder of their own; return its Python."""
    python = folder / "bin" / "python"
    if not (folder / "bin" / "oxigraph").exists():
        venv.create(folder, with_pip=True)
        packages = ["oxigraph==0.5.13", "rdflib-endpoint==0.6.3", "uvicorn"]
        command = [str(python), "-m", "pip", "install", "--quiet", *packages]
        if subprocess.run(command, check=False).returncode != 0:
            return None
    return python


def _fuseki(folder: Path) -> Path | None:
    """Fetch Apache Jena Fuseki with Maven; return the program."""
    if shutil.which("java") is None or shutil.which("mvn") is None:
        return None
    jar = folder / f"{FUSEKI.split(':')[1]}-{FUSEKI.split(':')[2]}.jar"
    if not jar.exists():
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
        command = ["mvn", "-q", goal, f"-Dartifact={FUSEKI}", f"-DoutputDirectory={folder}"]
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode != 0:
            return None
    return jar if jar.exists() else None


def start(server: Server, log: Path) -> subprocess.Popen[bytes]:
    """Start a server; what it says goes into a file."""
    with log.open("wb") as file:
        return subprocess.Popen(server.command, stdout=file, stderr=file, env=os.environ, cwd=log.parent)
