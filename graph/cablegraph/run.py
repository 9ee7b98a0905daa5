"""Which program, model and words read the articles: the same run gives the same claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from cablegraph import __version__
from cablegraph.annotate import MODEL
from cablegraph.ntriples import iri, text
from cablegraph_ontology.terms import KG, RDF, RDFS, Kind, fingerprint, mint_fingerprint


@dataclass(frozen=True, slots=True)
class Run:
    """What decides which claims are found. It has no time: the same run tomorrow is the same run."""

    program: str
    """Version of Cablegraph."""
    code: str
    """Fingerprint of its code and its word files."""
    model: str
    """Name and version of the spaCy model."""
    spacy: str

    @property
    def iri(self) -> str:
        """The IRI of the run, made from its content."""
        return mint_fingerprint(Kind.RUN, self.program, self.code, self.model, self.spacy)

    def triples(self) -> str:
        """Return the description of the run as sorted N-Triples."""
        subject = iri(self.iri)
        facts = {
            "program": self.program,
            "code": self.code,
            "model": self.model,
            "spacy": self.spacy,
        }
        lines = [f"{subject} {iri(KG + name)} {text(value)} .\n" for name, value in facts.items()]
        lines.append(f"{subject} {iri(RDF + 'type')} {iri(KG + 'Run')} .\n")
        lines.append(
            f"{subject} {iri(RDFS + 'label')} {text(f'Cablegraph {self.program}, {self.model}')} .\n"
        )
        return "".join(sorted(lines))


@cache
def this_run(model: str = MODEL) -> Run:
    """Return the run of this program with a spaCy model; nothing heavy is loaded for it."""
    return Run(__version__, _code_fingerprint(), f"{model} {_version(model)}", _version("spacy"))


def _version(package: str) -> str:
    try:
        return version(package.replace("_", "-"))
    except PackageNotFoundError:
        # A model in a folder of its own has no package; its name must do.
        return "unknown"


def _code_fingerprint() -> str:
    parts = [
        part
        for package in ("cablegraph", "cablegraph_ontology")
        for name, data in sorted(_sources(files(package), package))
        for part in (name, data)
    ]
    return fingerprint(*parts)[:16]


# What is written after extraction, and what only reads the graph, cannot change a claim.
_WITHOUT_CLAIMS = {"evaluate", "export", "questions", "research", "__pycache__"}


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, str]]:
    for child in folder.iterdir():
        path = f"{name}/{child.name}"
        if child.is_dir():
            if child.name not in _WITHOUT_CLAIMS:
                yield from _sources(child, path)
        elif child.name.endswith((".py", ".yml")):
            yield path, child.read_text(encoding="utf-8")
