"""Check GEXF files by the official RELAX NG schema: `python follow_schema.py SCHEMA FILE.gexf...`."""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import etree


def main() -> None:
    """Print one line a file; end with 1 when one does not follow the schema."""
    schema = etree.RelaxNG(etree.parse(sys.argv[1]))
    good = True
    for path in map(Path, sys.argv[2:]):
        # Names of 10,000 characters are allowed; entities are not.
        follows = schema.validate(etree.parse(path, etree.XMLParser(resolve_entities=False)))
        print(f"{'ok' if follows else 'FAIL'} {path.name}")
        for error in list(schema.error_log)[:5] if not follows else ():
            print(f"  {error}")
        good &= follows
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
