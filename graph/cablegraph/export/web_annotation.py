"""Every claim as a Web Annotation on its sentence: a page of JSON-LD that annotation tools load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cablegraph.export.chosen_claims import chosen_claims
from cablegraph.export.options import Options, Summary
from cablegraph.export.rdf_formats import Dumpable
from cablegraph.export.replace_file import replacing_text
from cablegraph.export.xml_text import legal
from cablegraph.reviewing.evidence import Evidence

AROUND = 32
"""Characters before and after the sentence by which a tool finds it in a page that has changed."""

_HEAD = (
    '{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:cablegraph:annotations",'
    ' "type": "AnnotationPage", "items": [\n'
)


def write_annotations(store: Dumpable, path: Path, options: Options) -> Summary:
    """Write the chosen claims as one annotation page, in the order of the articles and their text.

    Offsets are code points in the text that the graph keeps, as the standard wants. Raises OptionError for
    options of views, OSError.
    """
    count = 0
    with replacing_text(path) as out:
        out.write(_HEAD)
        for annotation in _annotations(store, options):
            out.write((",\n" if count else "") + json.dumps(annotation, ensure_ascii=False))
            count += 1
        out.write("\n]}\n")
    return Summary(paths=(path,), claims=count)


def _annotations(store: Dumpable, options: Options) -> Iterator[dict[str, Any]]:
    return (annotation(evidence) for evidence in chosen_claims(store, options))


def annotation(evidence: Evidence) -> dict[str, Any]:
    """Return a claim as a Web Annotation: what it says in words and tags, and where."""
    tags = [legal(label) for label in dict.fromkeys(evidence.things.values())]
    described = {
        "type": "TextualBody",
        "value": legal(evidence.statement),
        "format": "text/plain",
        "language": "en",
        "purpose": "describing",
    }
    return {
        "id": evidence.claim,
        "type": "Annotation",
        "motivation": "describing",
        "body": [described, *({"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in tags)],
        "target": {
            "source": evidence.source.url or evidence.source.iri,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": evidence.quote,
                    "prefix": evidence.before[-AROUND:],
                    "suffix": evidence.after[:AROUND],
                },
                {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end},
            ],
        },
    }
