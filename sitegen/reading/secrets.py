"""Keys and passwords that slipped into a text.

What is published can't be called back, so a key whose form is certain stops a build; what only looks like a password is a warning
of ``check``.  The forms are those their issuers document (AWS IAM identifiers, GitHub's token formats, Slack, Google Cloud,
Telegram's Bot API, Stripe; RFC 7468 for private keys, RFC 7519 for JSON Web Tokens).  A finding never repeats the secret.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.reading.nodes import place_of

__all__ = ["keys", "passwords"]

_KEYS = (
    ("a private key", ("PRIVATE KEY",), re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")),
    ("an access key of Amazon Web Services", ("AKIA", "ASIA"), re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])")),
    ("a token of GitHub", ("gh",), re.compile(r"gh(?<![A-Za-z0-9_]gh)(?:[pousr]_[A-Za-z0-9]{36,}|ithub_pat_[A-Za-z0-9_]{60,})")),
    ("a token of GitLab", ("glpat-",), re.compile(r"(?<![A-Za-z0-9_])glpat-[A-Za-z0-9_-]{20,}")),
    ("a token of Slack", ("xox", "hooks.slack.com"), re.compile(r"(?<![A-Za-z0-9])xox[abeoprs]-\d{8,}-[A-Za-z0-9-]{10,}|hooks\.slack\.com/services/T[A-Z0-9]{7,}/B[A-Z0-9]{7,}/[A-Za-z0-9]{20,}")),
    ("a key of Google's services", ("AIza",), re.compile(r"(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])")),
    ("a token of a Telegram bot", (":AA",), re.compile(r"(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])")),
    ("a key of Stripe", ("k_live_",), re.compile(r"(?<![A-Za-z0-9_])[sr]k_live_[A-Za-z0-9]{24,}")),
    ("a key of OpenAI", ("T3BlbkFJ",), re.compile(r"(?<![A-Za-z0-9_])sk-[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}")),
    ("a token of npm", ("npm_",), re.compile(r"(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])")),
    ("a token of PyPI", ("pypi-",), re.compile(r"(?<![A-Za-z0-9_])pypi-AgEIcHlwaS[A-Za-z0-9_-]{40,}")),
    ("a JSON Web Token", ("eyJ",), re.compile(r"(?<![A-Za-z0-9_.-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{20,}")),
)
"""What a key opens, signs of which one stands in every such key, and its form."""
_HINTS = tuple(hint for _, hints, _ in _KEYS for hint in hints)
_PASSWORD = re.compile(
    r"(?<![\w-])(?:password|passwd|pwd|secret|secret[_-]key|api[_-]?key|access[_-]?token|пароль)[\"']?[ \t]*[:=][ \t]*[\"'«`]?(?P<value>[!-~]{8,64}?)(?=[\"'»`,;]?(?:\s|$))",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"\b[a-z][a-z0-9+.-]{1,12}://[^\s/:@\"'<>]{1,40}:(?P<value>[^\s/:@\"'<>]{4,64})@[\w.-]+", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"example|changeme|placeholder|your|password|secret|пароль|x{3}|\*{3}|\.{3}|<|\{|\$|%|…|://", re.IGNORECASE)
_VARIED = 8
"""Different signs that a true key has at least."""


def keys(path: str, text: str) -> tuple[Diagnostic, ...]:
    """Keys whose form leaves no doubt."""
    latin = text.encode("ascii", "ignore").decode()  # as every key is; of a text in Cyrillic little is left to look through
    standing = {hint for hint in _HINTS if hint in latin}
    found: list[Diagnostic] = []
    for what, hints, pattern in _KEYS:
        for key in pattern.finditer(text) if not standing.isdisjoint(hints) else ():
            if what == "a private key" or (len(set(key[0])) > _VARIED and not key[0].endswith("EXAMPLE") and (not key[0].startswith("eyJ") or _is_token(key[0]))):
                found.append(Diagnostic.at(_place(path, text, key.start(), len(key[0])), "secret/key", what=what))
    return tuple(found)


def passwords(path: str, text: str) -> Iterator[Diagnostic]:
    """What looks like a password: a name and a value with letters and digits, or a login in an address."""
    for pattern in (_PASSWORD, _LOGIN):
        for found in pattern.finditer(text):
            value = found["value"]
            mixed = pattern is _LOGIN or (re.search(r"[A-Za-z]", value) and re.search(r"\d", value))
            if mixed and not _PLACEHOLDER.search(value) and len(set(value)) > 3:
                yield Diagnostic.at(_place(path, text, found.start("value"), len(value)), "secret/password")


def _is_token(text: str) -> bool:
    """Whether the first part of a JSON Web Token is its header."""
    head = text.partition(".")[0]
    try:
        return "alg" in json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except ValueError:
        return False


def _place(path: str, text: str, offset: int, length: int) -> Span:
    line, column = place_of(text, offset)
    return Span(path, line + 1, column + 1, length)
