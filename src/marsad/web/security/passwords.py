"""Hashes of passwords (argon2id with the library's parameters, RFC 9106)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
"""Characters; length is what counts (NIST SP 800-63B)."""
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The salted hash to store. Raises `ValueError` for one that is too short."""
    if len(password) < SHORTEST:
        raise ValueError(f"a password needs at least {SHORTEST} characters")
    return _HASHER.hash(password)


def is_password(password: str, stored: str | None) -> bool:
    """Whether this is the password; with `stored` None as much time goes by, and the answer is no."""
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
