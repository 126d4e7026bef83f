"""Where results go: standard output, or a file that appears only when it is complete."""

from __future__ import annotations

import errno
import io
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, TextIO, cast

from marsad.errors import WriteError


@contextmanager
def result_file(path: Path | None) -> Iterator[TextIO]:
    """A text file for results, in UTF-8; `path` None: standard output.

    A file is written under another name beside it and renamed at the end, so that a failure leaves what was
    there before. Raises `WriteError` where it cannot be written.
    """
    if path is None:
        with _standard_output() as stream:
            yield stream
    else:
        with _file(path, "") as file:
            yield cast(TextIO, file)


@contextmanager
def result_bytes(path: Path | None) -> Iterator[BinaryIO]:
    """A file for results that are no text, written as by `result_file`; `path` None: standard output, if it is no
    terminal.
    """
    if path is not None:
        with _file(path, "b") as file:
            yield cast(BinaryIO, file)
    elif sys.stdout.isatty():
        raise WriteError("this format is no text: name a file with -o FILE")
    else:
        with _standard_output() as stream:
            yield stream.buffer


@contextmanager
def _file(path: Path, kind: Literal["", "b"]) -> Iterator[IO[Any]]:
    shape: dict[str, Any] = {} if kind else {"encoding": "utf-8", "newline": ""}
    if path.exists() and not path.is_file():
        with _told(path), path.open(f"w{kind}", **shape) as stream:
            yield stream
        return
    target = path.resolve()
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with _told(path):
            with fresh.open(f"x{kind}", **shape) as stream:
                yield stream
            fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
            # what is still buffered would fail again, with a traceback, when Python exits
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise WriteError(f"standard output: cannot be written ({error.strerror})") from error
        raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except IsADirectoryError as error:
        raise WriteError(f"{path}: is a folder; name a file") from error
    except FileNotFoundError as error:
        raise WriteError(f"{path}: there is no folder {path.parent}; make it first") from error
    except PermissionError as error:
        raise WriteError(f"{path}: no permission to write there; choose another folder") from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"{path}: cannot be written ({error.strerror}); nothing was changed") from error
