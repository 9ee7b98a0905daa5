"""Numbers about the server in the text format of Prometheus.

The format is a few lines of text and these are a few numbers, so that no library is needed.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

METRICS = "cablegraph_metrics"
"""Key of the application's extensions: its `Metrics`."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper ends of the ranges of latencies, in seconds."""

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number as it is now."""

    name: str
    help: str
    value: float
    kind: str = "gauge"


@dataclass(slots=True)
class _Latencies:
    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0


class Metrics:
    """Counts requests and queries. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: dict[Labels, int] = {}
        self._queries: dict[Labels, int] = {}
        self._latencies: dict[Labels, _Latencies] = {}

    def count_request(self, route: str, method: str, status: str, seconds: float) -> None:
        """Count an answered request. `route` is the pattern of its address, so that there are few of them."""
        labels = (("route", route), ("method", method), ("status", status))
        with self._lock:
            self._requests[labels] = self._requests.get(labels, 0) + 1
            latencies = self._latencies.setdefault((("route", route),), _Latencies())
            latencies.counts[bisect_left(BUCKETS, seconds)] += 1
            latencies.seconds += seconds

    def count_query(self, outcome: str) -> None:
        """Count a query by how it ended: "answered", "seconds", "memory", "rows", "busy", ..."""
        labels = (("outcome", outcome),)
        with self._lock:
            self._queries[labels] = self._queries.get(labels, 0) + 1

    def exposition(self, gauges: Iterable[Gauge]) -> str:
        """Return all numbers as text."""
        with self._lock:
            lines = [
                *_counters("cablegraph_requests_total", "Requests by route and status.", self._requests),
                *_counters("cablegraph_queries_total", "Queries by how they ended.", self._queries),
                *_histogram("cablegraph_request_seconds", "Time to the last byte.", self._latencies),
            ]
        for gauge in gauges:
            lines += [*_head(gauge.name, gauge.help, gauge.kind), f"{gauge.name} {gauge.value:.17g}"]
        return "\n".join((*lines, ""))


def _head(name: str, text: str, kind: str) -> tuple[str, str]:
    return f"# HELP {name} {text}", f"# TYPE {name} {kind}"


def _counters(name: str, text: str, values: Mapping[Labels, int]) -> Iterator[str]:
    yield from _head(name, text, "counter")
    for labels in sorted(values):
        yield f"{name}{_braces(labels)} {values[labels]}"


def _histogram(name: str, text: str, values: Mapping[Labels, _Latencies]) -> Iterator[str]:
    yield from _head(name, text, "histogram")
    for labels in sorted(values):
        total = 0
        for end, count in zip((*BUCKETS, "+Inf"), values[labels].counts, strict=True):
            total += count
            yield f"{name}_bucket{_braces((*labels, ('le', str(end))))} {total}"
        yield f"{name}_sum{_braces(labels)} {values[labels].seconds:.6f}"
        yield f"{name}_count{_braces(labels)} {total}"


def _braces(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
