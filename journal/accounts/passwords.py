"""Hash and check passwords with argon2id, at most as many at once as there are cores."""

from __future__ import annotations

import os
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from journal.accounts.errors import WeakPassword
from journal.language import gettext

SHORTEST = 12
LONGEST = 200

# What people try first when told "twelve letters"; the check is for the obvious, the throttle does the rest.
_OBVIOUS = ("password", "afterword", "123456789", "qwerty", "letmein", "welcome", "iloveyou", "changeme")


class Passwords:
    """Hashes and checks passwords. One check uses `memory_mib` of memory and one lane."""

    def __init__(self, memory_mib: int) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=memory_mib * 1024, parallelism=1)
        self._turn = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._nobody = self._hasher.hash(os.urandom(16).hex())

    def hash(self, password: str) -> str:
        """Give the password's hash; raise WeakPassword for one that cannot be used."""
        check_strength(password)
        with self._turn:
            return self._hasher.hash(_plain(password))

    def fits(self, hashed: str | None, password: str) -> bool:
        """Tell whether the password fits. For nobody (None) it takes as long, and says no."""
        with self._turn:
            try:
                fits = self._hasher.verify(hashed or self._nobody, _plain(password[: LONGEST + 1]))
            except (VerificationError, InvalidHashError):
                return False
        return fits and hashed is not None

    def renewed(self, hashed: str, password: str) -> str | None:
        """Give a new hash of a password that fits where the old one was made with other costs, else None."""
        if not self._hasher.check_needs_rehash(hashed):
            return None
        with self._turn:
            return self._hasher.hash(_plain(password))


def check_strength(password: str) -> None:
    """Raise WeakPassword for a password that is too short, too long, or one that anybody would try first."""
    if len(password) < SHORTEST:
        raise _weak(gettext("Please use at least %(n)s letters, numbers or spaces.", n=SHORTEST))
    if len(password) > LONGEST:
        raise _weak(gettext("Please use at most %(n)s letters.", n=LONGEST))
    plain = password.lower().replace(" ", "")
    if len(set(plain)) < 5 or any(plain.startswith(word) for word in _OBVIOUS):
        raise _weak(
            gettext(
                "That password is one people try first. Three or four words that mean something only to you work well."
            )
        )


def _weak(why: str) -> WeakPassword:
    return WeakPassword(why, password=why)


def _plain(password: str) -> str:
    """Give one form for letters that keyboards write in several ways: an accent typed on a phone fits on a laptop."""
    return unicodedata.normalize("NFKC", password)
