# One word for everything. `make help` lists the words.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV   := .venv
RUN    := $(VENV)/bin
STORE  ?= demo-kg
PORT   ?= 8000
# Where the public texts of tests/gold/corpus.jsonl are, when you have them.
CORPUS ?= ../shared/bench/corpus

.PHONY: help install demo test lint bench bench-research bench-endpoint bench-api hostile conformance kills quality gephi-check docs clean

help:  ## list these words
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(VENV)/.installed  ## make .venv with everything the tests need

$(VENV)/.installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Cablegraph needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --upgrade pip
	$(RUN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

demo: install  ## build a graph from the sample articles, print what it found, serve it
	$(RUN)/cablegraph build tests/articles --store $(STORE)
	$(RUN)/cablegraph query --store $(STORE) who-held-which-office
	$(RUN)/cablegraph query --store $(STORE) who-disagrees
	$(RUN)/cablegraph serve --store $(STORE) --port $(PORT)

test: install  ## run all tests, the type checker and the linter
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/pytest -q

lint: install  ## the linter and the type checker alone
	$(RUN)/ruff check .
	$(RUN)/mypy

bench: install  ## time extraction, loading, queries and export against their raw counterparts
	$(RUN)/python tests/bench/bench.py

bench-research: install  ## time exports, tables and networks of 500,000 edges beside the plain ways
	$(RUN)/python -m tests.bench.research.bench

conformance: install  ## run the W3C suites against the server; W3C_TESTS says where they are
	$(RUN)/python -m tests.conformance.runner

kills: install  ## kill the server, its writer and its workers a hundred times, and look for lost changes
	CABLEGRAPH_KILLS=100 $(RUN)/pytest -q -s tests/server/test_kills.py

bench-endpoint: install  ## time the SPARQL endpoint beside other servers, fetched into .bench-tools
	$(RUN)/python -m tests.bench.endpoint.bench

bench-api: install  ## time each address of the JSON API on 500,000 quads
	$(RUN)/python -m tests.bench.json_api

hostile: install  ## send 2,000 hostile requests to the SPARQL endpoint, and measure who suffers
	$(RUN)/python -m tests.server.hostile.soak

quality: install  ## measure the claims against the gold annotations, write the figures into docs/quality.md
	$(RUN)/cablegraph evaluate --write-page docs/quality.md --floors tests/gold/floors.yml \
		--gold tests/gold/articles.jsonl --texts tests/articles \
		--gold tests/gold/fresh.jsonl --texts tests/gold/fresh \
		$(if $(wildcard $(CORPUS)),--gold tests/gold/corpus.jsonl --texts $(CORPUS))

gephi-check: install  ## import exported files with Gephi's own toolkit and Gephi Lite's parser (needs java, mvn, node)
	bash tests/gephi/check.sh

docs: install  ## write the generated pages in docs/ anew
	$(RUN)/python -m cablegraph_ontology.reference > docs/ontology.md
	$(RUN)/python -m cablegraph.reference docs/api.md

clean:  ## remove what the other words made
	rm -rf $(VENV) $(STORE) .mypy_cache .ruff_cache .pytest_cache dist build
