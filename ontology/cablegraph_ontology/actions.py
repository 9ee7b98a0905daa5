"""What a person can decide on claims and things. The program proposes; only people decide."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """The kinds of decisions."""

    ACCEPT = "accept"
    REJECT = "reject"
    MERGE = "merge"
    KEEP_APART = "keep_apart"
    SPLIT_OFF = "split_off"
    RENAME = "rename"
