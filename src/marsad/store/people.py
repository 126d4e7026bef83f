"""Who works on the record: users, their sessions, tokens of programs, log-ins, and drafts that are not decided yet.

Passwords and tokens are kept as hashes only. Times are UTC.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa

from marsad.errors import Conflict, NotFound, RecordError
from marsad.store.engine import reading, writing
from marsad.store.schema import Moment, metadata

Level = Literal["reader", "reviewer", "admin"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""Each may do what stands before it, too."""
SESSION_DAYS = 14
FAILURES = 5
FAILURE_MINUTES = 15
ANY_DRAFT = "*"
"""Whatever draft is stored is written over."""

users = sa.Table(
    "users",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("disabled_at", Moment),
)
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("user", sa.Text, sa.ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)
tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
)
logins = sa.Table(
    "logins",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("user", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("succeeded", sa.Boolean, nullable=False),
    sa.Index("logins_at", "at"),
)
drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("who", sa.Text, primary_key=True),
    sa.Column("dispatch_id", sa.Text, primary_key=True),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in."""

    name: str
    level: Level
    created_at: dt.datetime
    disabled_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A program's key to the API; the key itself is shown once, when it is made."""

    id: str
    name: str
    level: Level
    created_at: dt.datetime
    revoked_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """One attempt to log in."""

    at: dt.datetime
    user: str
    address: str
    succeeded: bool


def reaches(level: Level, needed: Level) -> bool:
    """Whether a level may do what another is needed for."""
    return LEVELS.index(level) >= LEVELS.index(needed)


def add_user(engine: sa.Engine, name: str, level: Level, password_hash: str) -> None:
    """Add a user. Raises `RecordError` where the name is empty or taken."""
    if not name.strip() or len(name) > 80:
        raise RecordError("a user's name has 1 to 80 characters")
    with writing(engine) as connection:
        if connection.scalar(sa.select(users.c.name).where(users.c.name == name)) is not None:
            raise RecordError(f"there is a user {name!r} already")
        connection.execute(
            users.insert().values(name=name, level=level, password_hash=password_hash, created_at=_now())
        )


def change_user(
    engine: sa.Engine,
    name: str,
    *,
    level: Level | None = None,
    password_hash: str | None = None,
    disabled: bool | None = None,
) -> None:
    """Change a user's level or password, or disable them; ends their sessions. Raises `NotFound`."""
    values: dict[str, Any] = {}
    if level is not None:
        values["level"] = level
    if password_hash is not None:
        values["password_hash"] = password_hash
    if disabled is not None:
        values["disabled_at"] = _now() if disabled else None
    with writing(engine) as connection:
        if values and not connection.execute(users.update().where(users.c.name == name).values(values)).rowcount:
            raise NotFound(f"there is no user {name!r}")
        connection.execute(sessions.delete().where(sessions.c.user == name))


def list_users(engine: sa.Engine) -> list[User]:
    """All users, by name."""
    wanted = sa.select(users.c.name, users.c.level, users.c.created_at, users.c.disabled_at).order_by(users.c.name)
    with reading(engine) as connection:
        return [User(*row) for row in connection.execute(wanted)]


def password_hash_of(engine: sa.Engine, name: str) -> str | None:
    """The stored hash of a user's password; None where there is no such user, or a disabled one."""
    wanted = sa.select(users.c.password_hash).where(users.c.name == name, users.c.disabled_at.is_(None))
    with reading(engine) as connection:
        return connection.scalar(wanted)


def open_session(engine: sa.Engine, user: str) -> str:
    """A new session's token, for the cookie."""
    token = secrets.token_urlsafe(32)
    now = _now()
    with writing(engine) as connection:
        connection.execute(sessions.delete().where(sessions.c.expires_at < now))
        connection.execute(
            sessions.insert().values(
                token_hash=_hash(token), user=user, created_at=now, expires_at=now + dt.timedelta(days=SESSION_DAYS)
            )
        )
    return token


def user_of_session(engine: sa.Engine, token: str) -> User | None:
    """Whose session this is; None where it is unknown, over, or the user is disabled."""
    wanted = (
        sa.select(users.c.name, users.c.level, users.c.created_at, users.c.disabled_at)
        .join(sessions, sessions.c.user == users.c.name)
        .where(sessions.c.token_hash == _hash(token), sessions.c.expires_at > _now(), users.c.disabled_at.is_(None))
    )
    with reading(engine) as connection:
        row = connection.execute(wanted).first()
    return User(*row) if row else None


def close_session(engine: sa.Engine, token: str) -> None:
    """End a session; nothing happens where there is none."""
    with writing(engine) as connection:
        connection.execute(sessions.delete().where(sessions.c.token_hash == _hash(token)))


def add_token(engine: sa.Engine, name: str, level: Level) -> str:
    """Make a program's key; it is returned once and kept as a hash."""
    key = f"marsad_{secrets.token_urlsafe(32)}"
    with writing(engine) as connection:
        connection.execute(
            tokens.insert().values(
                id=secrets.token_hex(4), name=name, level=level, token_hash=_hash(key), created_at=_now()
            )
        )
    return key


def revoke_token(engine: sa.Engine, id: str) -> None:
    """Take back a program's key. Raises `NotFound`."""
    with writing(engine) as connection:
        changed = connection.execute(tokens.update().where(tokens.c.id == id).values(revoked_at=_now())).rowcount
    if not changed:
        raise NotFound(f"there is no token {id!r}")


def list_tokens(engine: sa.Engine) -> list[Token]:
    """All keys of programs, the oldest first."""
    columns = (tokens.c.id, tokens.c.name, tokens.c.level, tokens.c.created_at, tokens.c.revoked_at)
    with reading(engine) as connection:
        return [Token(*row) for row in connection.execute(sa.select(*columns).order_by(tokens.c.created_at))]


def token_of_key(engine: sa.Engine, key: str) -> Token | None:
    """Which token a key belongs to; None where it is unknown or revoked."""
    columns = (tokens.c.id, tokens.c.name, tokens.c.level, tokens.c.created_at, tokens.c.revoked_at)
    wanted = sa.select(*columns).where(tokens.c.token_hash == _hash(key), tokens.c.revoked_at.is_(None))
    with reading(engine) as connection:
        row = connection.execute(wanted).first()
    return Token(*row) if row else None


def note_login(engine: sa.Engine, user: str, address: str, *, succeeded: bool) -> None:
    """Write an attempt to log in into the log."""
    with writing(engine) as connection:
        connection.execute(logins.insert().values(at=_now(), user=user[:80], address=address, succeeded=succeeded))


def too_many_failures(engine: sa.Engine, user: str, address: str) -> bool:
    """Whether this name or this address has failed too often in the last minutes to be heard now."""
    recent = logins.c.at > _now() - dt.timedelta(minutes=FAILURE_MINUTES)
    failed = sa.select(sa.func.count()).select_from(logins).where(recent, logins.c.succeeded.is_(False))
    with reading(engine) as connection:
        by_name = connection.scalar(failed.where(logins.c.user == user[:80])) or 0
        by_address = connection.scalar(failed.where(logins.c.address == address)) or 0
    return by_name >= FAILURES or by_address >= 4 * FAILURES


def list_logins(engine: sa.Engine, limit: int = 200) -> list[Login]:
    """The latest attempts to log in, newest first."""
    columns = (logins.c.at, logins.c.user, logins.c.address, logins.c.succeeded)
    with reading(engine) as connection:
        return [
            Login(*row) for row in connection.execute(sa.select(*columns).order_by(logins.c.id.desc()).limit(limit))
        ]


def save_draft(
    engine: sa.Engine,
    who: str,
    dispatch_id: str,
    content: dict[str, Any] | None,
    *,
    follows: str | None = ANY_DRAFT,
) -> None:
    """Keep what somebody is about to decide on a dispatch; None throws it away.

    `follows` is the `version` of the stored draft that this one continues, None where there was none. Raises
    `Conflict` where another one is stored.
    """
    theirs = (drafts.c.who == who, drafts.c.dispatch_id == dispatch_id)
    with writing(engine) as connection:
        if follows != ANY_DRAFT:
            stored = connection.scalar(sa.select(drafts.c.content).where(*theirs))
            if stored is not None and stored.get("version") != follows:
                raise Conflict("another window keeps a draft of this dispatch")
        connection.execute(drafts.delete().where(*theirs))
        if content is not None:
            connection.execute(
                drafts.insert().values(who=who, dispatch_id=dispatch_id, content=content, saved_at=_now())
            )


def draft_of(engine: sa.Engine, who: str, dispatch_id: str) -> dict[str, Any] | None:
    """What somebody had begun on a dispatch."""
    wanted = sa.select(drafts.c.content).where(drafts.c.who == who, drafts.c.dispatch_id == dispatch_id)
    with reading(engine) as connection:
        found: dict[str, Any] | None = connection.scalar(wanted)
    return found


def _hash(secret: str) -> str:
    """Secrets of 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
