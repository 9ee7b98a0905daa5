#!/bin/sh
# Checks exported GEXF files: by the official schema, and with the parsers of Gephi and Gephi Lite.
#
#     tests/gephi/check.sh                 exports sample graphs and checks them
#     tests/gephi/check.sh FILE.gexf...    checks these files
#
# CABLEGRAPH_SHARED names the folder with the schema (gexf/rng-1.3), by default ../shared beside the repository.
# PYTHON names the interpreter that has Cablegraph; by default that of the .venv folder, else python3.
# Ends with 1 when a parser disagrees with a file. A parser that is not here is skipped, and the reason is told.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build="$here/build"
mkdir -p "$build"
status=0

if [ -z "${PYTHON:-}" ]; then
    PYTHON=python3
    [ -x "$root/.venv/bin/python" ] && PYTHON="$root/.venv/bin/python"
fi

if [ $# -eq 0 ]; then
    samples=$(mktemp -d)
    trap 'rm -rf "$samples"' EXIT
    PYTHONPATH="$root/graph:$root/ontology:$root/server${PYTHONPATH:+:$PYTHONPATH}" "$PYTHON" "$here/export_samples.py" "$samples"
    set -- "$samples"/*.gexf
fi

schema() {
    rng="${CABLEGRAPH_SHARED:-$root/../shared}/gexf/rng-1.3/gexf.rng"
    if [ ! -f "$rng" ]; then
        echo "skipped the schema: $rng is not here; set CABLEGRAPH_SHARED"
        return 0
    fi
    "$PYTHON" "$here/follow_schema.py" "$rng" "$@" || status=1
}

gephi_lite() {
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        echo "skipped Gephi Lite: node and npm are not installed"
        return 0
    fi
    cp "$here/package.json" "$here/read_graph.js" "$build"
    if ! npm install --prefix "$build" --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1; then
        echo "skipped Gephi Lite: npm cannot install graphology-gexf (no network?)"
        return 0
    fi
    node "$build/read_graph.js" "$@" || status=1
}

gephi() {
    if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then
        echo "skipped Gephi: java and mvn are not installed"
        return 0
    fi
    if ! mvn -q -B -f "$here/pom.xml" dependency:build-classpath \
        -Dmdep.outputFile="$build/classpath.txt" >"$build/mvn.log" 2>&1; then
        echo "skipped Gephi: mvn cannot fetch org.gephi:gephi-toolkit (no network?); see $build/mvn.log"
        return 0
    fi
    java -Djava.awt.headless=true -cp "$(cat "$build/classpath.txt")" "$here/ReadGraph.java" "$@" || status=1
}

echo "GEXF 1.3 (RELAX NG schema):"
schema "$@"
echo "Gephi Lite (graphology-gexf):"
gephi_lite "$@"
echo "Gephi (gephi-toolkit):"
gephi "$@"
[ $status -eq 0 ] && echo "all checked files pass" || echo "some files FAIL"
exit $status
