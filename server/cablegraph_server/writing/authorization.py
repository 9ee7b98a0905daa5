"""The token that allows writing: read once, never shown, never logged, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import MutableMapping
from http import HTTPStatus
from pathlib import Path

from cablegraph_server.problems import ProblemError

VARIABLE = "CABLEGRAPH_TOKEN"
"""The environment variable that may hold the token."""

SHORTEST = 16
"""Characters. A shorter token can be guessed."""


class TokenError(ValueError):
    """The token cannot be used; the message is a sentence for the user, without the token."""


class Token:
    """A secret that a client shows to be allowed to write."""

    def __init__(self, secret: str) -> None:
        """Keep a digest of the secret. Raises TokenError when it is too short or cannot stand in a header."""
        if len(secret) < SHORTEST:
            raise TokenError(
                f"The token has fewer than {SHORTEST} characters. Make one with: openssl rand -hex 32"
            )
        if not all("!" <= character <= "~" for character in secret):
            raise TokenError("The token may hold visible ASCII characters only, and no spaces.")
        self._digest = _digest(secret)

    def check(self, header: str | None) -> None:
        """Raise a 401 problem unless the header ``Authorization`` holds the token."""
        scheme, _, secret = (header or "").partition(" ")
        # Digests are of one length, so that the time of the comparison tells nothing.
        right = hmac.compare_digest(_digest(secret.strip()), self._digest)
        if scheme.lower() == "bearer" and right:
            return
        error = "" if header is None else ', error="invalid_token"'
        detail = "Writing needs a token: Authorization: Bearer <token>."
        raise ProblemError(
            HTTPStatus.UNAUTHORIZED,
            detail if header is None else "The token is not the right one.",
            headers={"WWW-Authenticate": f'Bearer realm="cablegraph"{error}'},
        )


def read_token(file: Path | None, environment: MutableMapping[str, str]) -> Token | None:
    """Return the token of a file or else of the environment; None when there is none: nobody may write."""
    if file is not None:
        return Token(file.read_text(encoding="utf-8").strip())
    # Processes that are started later need not know it.
    secret = environment.pop(VARIABLE, "").strip()
    return Token(secret) if secret else None


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
