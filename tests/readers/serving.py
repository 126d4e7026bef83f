"""A real web server on loopback whose answers a test writes and whose requests it looks at."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """A web server: what it answers at each path, and what it was asked."""

    address: str = ""
    pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@contextmanager
def serving() -> Iterator[Site]:
    """A server on a free port of loopback."""
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.asked.append((self.path, headers, time.monotonic()))
            answer = found.pages.get(self.path, (404, {}, b""))
            status, said, data = answer(headers) if callable(answer) else answer
            self.send_response(status)
            for name, value in said.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for start in range(0, len(data), 1_000_000):
                    self.wfile.write(data[start : start + 1_000_000])
            except OSError:
                pass  # the reader had enough

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
