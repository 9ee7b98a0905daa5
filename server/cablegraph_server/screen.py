"""What a person sees in the terminal: messages, errors without tracebacks."""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from cablegraph.model import Note, Skipped

P = ParamSpec("P")
T = TypeVar("T")

FAILED = 1
DEBUG = "CABLEGRAPH_DEBUG"
"""Set this variable to see the traceback of a fault in the program."""


def say(message: str) -> None:
    """Print a line on standard error, where it never mixes with output."""
    click.echo(message, err=True)


def say_skipped(item: Skipped | Note) -> None:
    """Name an input that was skipped or noted, with its place and the reason."""
    word = "skipped" if isinstance(item, Skipped) else "note"
    say(f"{word}: {item.where}: {item.reason}")


def plain_errors(command: Callable[P, T]) -> Callable[P, T]:
    """Turn the errors that a user can cause into one line on standard error; no traceback reaches a user."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise  # these are click's own way of ending
        except BrokenPipeError:
            # The reader (head, less) has gone; that is no error. Keep Python from flushing into the void.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0) from None
        except KeyboardInterrupt:
            say("stopped")
            raise SystemExit(130) from None
        except _sentences() as error:
            say(f"cablegraph: {_sentence(error)}")
            raise SystemExit(FAILED) from None
        except Exception as error:  # a fault of ours: still no traceback, but the way to one
            if os.environ.get(DEBUG):
                raise
            say(f"cablegraph: an error in the program: {type(error).__name__}: {error}")
            say(f"Set {DEBUG}=1 to see where, and please report it.")
            raise SystemExit(FAILED) from None

    return run


def _sentences() -> tuple[type[Exception], ...]:
    """The errors whose message is a sentence for the user; named late, so that --help needs no store."""
    from concurrent.futures.process import BrokenProcessPool

    from cablegraph.queries.sparql import SparqlError
    from cablegraph.store import StoreError
    from cablegraph_server.serving import CannotServeError

    return (OSError, ValueError, LookupError, StoreError, SparqlError, CannotServeError, BrokenProcessPool)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "the disk is full; what was finished is kept, run the command again when there is room"
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return f"no permission to write to {error.filename or 'the folder'}"
    if isinstance(error, FileNotFoundError) and error.filename is not None:
        return f"there is no {error.filename}"
    return str(error) or type(error).__name__
