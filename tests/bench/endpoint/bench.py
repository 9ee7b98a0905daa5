"""`make bench-endpoint`: this server beside others, on the same data and machine, in one run.

Absolute figures belong to one machine; the ratios are what to compare. All servers run all the time, and one
at a time is asked, round after round, so that what else the machine does meets all of them alike.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from tests.bench.endpoint.load import Cell, requests, run
from tests.bench.endpoint.ratios import OURS, ratios
from tests.bench.endpoint.rivals import Data, Server, servers, start
from tests.bench.endpoint.shapes import Shape, shapes
from tests.seeded_graph import seeded_quads

from cablegraph.store import Store

SEED = 7
START_SECONDS = 300.0

Table = dict[tuple[str, int, str], Cell]


def make(folder: Path, claims: int) -> Data:
    """Write the seeded graph in the forms that the servers read."""
    data = Data(folder / "kg.nq", folder / "kg.nt", folder / "kg", Path())
    text = "\n".join(seeded_quads(claims, SEED)) + "\n"
    data.quads.write_text(text, encoding="utf-8")
    data.triples.write_text(_triples(text), encoding="utf-8")
    with Store.open(data.store) as store:
        store.oxigraph.bulk_load(path=data.quads, format=ox.RdfFormat.N_QUADS)
        print(f"{len(store.oxigraph)} quads")
        return Data(data.quads, data.triples, data.store, store.publish())


def _triples(quads: str) -> str:
    """Return N-Quads without their graphs, which are IRIs."""
    return "".join(line.rsplit(" ", 2)[0] + " .\n" for line in quads.splitlines())


@contextmanager
def running(found: Sequence[Server], logs: Path) -> Iterator[None]:
    """Start the servers, wait until they answer, and end them."""
    processes = [start(server, logs / f"{server.name}.log") for server in found]
    try:
        for server, process in zip(found, processes, strict=True):
            began = time.monotonic()
            while not _answers(server):
                if process.poll() is not None or time.monotonic() - began > START_SECONDS:
                    sys.exit(f"{server.name} did not start; see {logs / server.name}.log")
                time.sleep(0.5)
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _answers(server: Server) -> bool:
    address = f"http://127.0.0.1:{server.port}{server.path}?query=ASK%20%7B%7D"
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def measure(
    found: Sequence[Server], wanted: Sequence[Shape], clients: Sequence[int], options: argparse.Namespace
) -> Table:
    """Return the best of some rounds for each shape, number of clients and server."""
    table: Table = {}
    for shape in wanted:
        for count in clients:
            for number in range(options.rounds):
                for server in found:
                    # A round of the slowest takes minutes, and it is far behind in every one.
                    if number > 0 and server.name == "rdflib-endpoint":
                        continue
                    expected = _expected(table, shape.name, count, server.name)
                    if server.name != OURS and expected > options.patience:
                        continue
                    cell = run(server.port, requests(server.path, shape.queries), count, options.seconds)
                    key = (shape.name, count, server.name)
                    if key not in table or cell.throughput > table[key].throughput:
                        table[key] = cell
            show(table, shape.name, count, [server.name for server in found])
    return table


def _expected(table: Table, shape: str, clients: int, server: str) -> float:
    """Return the seconds that one answer may take, by what it took with fewer clients."""
    fewer = [(n, cell) for (known, n, name), cell in table.items() if (known, name) == (shape, server)]
    before = [cell.p50 / 1e3 * clients / n for n, cell in fewer if n < clients]
    return before[-1] if before else 0.0


def show(table: Table, shape: str, clients: int, names: Sequence[str]) -> None:
    """Print what was measured for a shape and a number of clients."""
    parts = [f"{shape:<10}{clients:>3}"]
    for name in names:
        cell = table.get((shape, clients, name))
        if cell is None:
            parts.append(f"{name} left out")
            continue
        failed = f" {cell.failed} FAILED" if cell.failed else ""
        parts.append(f"{name} {cell.throughput:8.1f}/s {cell.p50:8.2f} {cell.p99:8.2f} ms{failed}")
    print(" | ".join(parts), flush=True)


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=18_000, help="18,000 make 500,000 quads")
    parser.add_argument("--seconds", type=float, default=1.5, help="for each figure, twice with two rounds")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument(
        "--patience",
        type=float,
        default=45.0,
        help="leave out what would take longer for one answer, seconds",
    )
    parser.add_argument("--tools", type=Path, default=Path(".bench-tools"), help="where other servers go")
    parser.add_argument("--only", nargs="+", help="names of servers")
    parser.add_argument("--shapes", nargs="+", help="names of shapes")
    parser.add_argument("--first-port", type=int, default=18470)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Query workers of the administrator are another user, and have to read the graph.
        folder.chmod(0o755)
        data = make(folder, options.claims)
        found, reasons = servers(data, options.tools.absolute(), options.first_port)
        found = [server for server in found if options.only is None or server.name in options.only]
        for reason in reasons:
            print("left out:", reason)
        wanted = [
            shape
            for shape in shapes(ox.Store.read_only(str(data.copy)))
            if options.shapes is None or shape.name in options.shapes
        ]
        print("requests in a second, p50 and p99 in ms")
        with running(found, folder):
            table = measure(found, wanted, options.clients, options)
        print("\nour throughput by that of others")
        for line in ratios(table, [server.name for server in found]):
            print(line)


if __name__ == "__main__":
    main()
