"""How is data sent? As JSON that every reader takes, with strong ETags over the bytes (RFC 9110, 8.8.3)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from marsad.exports.words import storable


class UnicodeJSON(JSONResponse):
    """JSON in UTF-8 also of texts with halves of characters, which UTF-8 cannot write: they become U+FFFD."""

    def render(self, content: Any) -> bytes:
        """The bytes of the answer."""
        return storable(json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))).encode()


def unchanged(request: Request, body: str, media_type: str = "application/json") -> Response:
    """The answer with its ETag, or 304 where the asker has it already."""
    content = storable(body).encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in held or "*" in held:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(content, media_type=media_type, headers={"ETag": tag})
