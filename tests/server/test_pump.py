"""Bytes from a thread that writes to a thread that reads."""

from __future__ import annotations

import threading
import time

import pytest

from cablegraph_server.pump import CHUNK_BYTES, CHUNKS_AHEAD, ClosedError, Pump, Sink


def test_all_bytes_arrive_in_order() -> None:
    def produce(sink: Sink) -> None:
        for n in range(10_000):
            assert sink.write(b"%06d" % n) == 6
        sink.flush()

    chunks = list(Pump(produce))
    assert b"".join(chunks) == b"".join(b"%06d" % n for n in range(10_000))
    assert all(chunk for chunk in chunks)


def test_nothing_written_is_nothing_read() -> None:
    assert list(Pump(lambda _sink: None)) == []


def test_an_error_arrives_in_its_place() -> None:
    def produce(sink: Sink) -> None:
        sink.write(b"x" * CHUNK_BYTES)
        raise RuntimeError("the disk is gone")

    chunks = iter(Pump(produce))
    assert next(chunks) == b"x" * CHUNK_BYTES
    with pytest.raises(RuntimeError, match="the disk is gone"):
        next(chunks)


def test_closing_stops_the_writer() -> None:
    stopped = threading.Event()

    def produce(sink: Sink) -> None:
        try:
            while True:
                sink.write(b"x" * CHUNK_BYTES)
        except ClosedError:
            stopped.set()
            raise

    pump = Pump(produce)
    assert next(iter(pump))
    pump.close()
    pump.close()
    assert stopped.wait(5)


def test_a_slow_reader_slows_the_writer() -> None:
    written = []

    def produce(sink: Sink) -> None:
        for _ in range(100):
            sink.write(b"x" * CHUNK_BYTES)
            written.append(1)

    pump = Pump(produce)
    time.sleep(0.2)
    assert len(written) <= CHUNKS_AHEAD + 1
    assert sum(len(chunk) for chunk in pump) == 100 * CHUNK_BYTES
