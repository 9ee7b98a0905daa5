"""Packages that not everybody needs: imported when asked for, with a message that says what to install."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any


class MissingExtraError(ImportError):
    """A package is needed that is not installed. The message says what to install."""


def extra(module: str, name: str) -> Any:
    """Return a module that the extra `name` of this package brings; no name for one that no extra brings.

    Raises MissingExtraError when it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        what = f"'cablegraph[{name}]'" if name else package
        message = f"this needs {package}, which is not installed: pip install {what}"
        raise MissingExtraError(message, name=package) from error


def has(module: str) -> bool:
    """Tell whether a module is installed, without importing it."""
    return importlib.util.find_spec(module) is not None
