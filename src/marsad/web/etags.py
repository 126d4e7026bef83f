"""Has an answer changed since the asker last saw it? Strong ETags over the bytes (RFC 9110, 8.8.3)."""

from __future__ import annotations

import hashlib

from fastapi import Request, Response


def unchanged(request: Request, body: str, media_type: str = "application/json") -> Response:
    """The answer with its ETag, or 304 where the asker has it already."""
    content = body.encode("utf-8", "surrogatepass")
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in held or "*" in held:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(content, media_type=media_type, headers={"ETag": tag})
