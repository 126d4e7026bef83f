"""What may a program ask of the desk? The API told as a page, from its OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from marsad.web.access import Reader
from marsad.web.rendering import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation, or one field of what is sent."""

    name: str
    where: str
    kind: str
    told: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """What one path does by one method."""

    method: str
    path: str
    told: str
    parameters: list[Parameter]

    @property
    def anchor(self) -> str:
        """Its name within the page."""
        return "".join(sign if sign.isalnum() else "-" for sign in f"{self.method} {self.path}")


@router.get("/api")
def programs_page(request: Request, viewer: Reader) -> Response:
    """Each path of the API with what it does and takes."""
    document = request.app.openapi()
    return page(request, "programs.html.j2", about=document["info"]["description"], groups=operations(document))


def operations(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """The operations of an OpenAPI document by their first tag, in its order."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            parameters = [_parameter(one, document) for one in told.get("parameters", ())]
            parameters += _fields(told, document)
            made = Operation(method.upper(), path, told.get("description") or told["summary"], parameters)
            groups.setdefault(told["tags"][0], []).append(made)
    return groups


def _parameter(given: dict[str, Any], document: dict[str, Any]) -> Parameter:
    kind = _kind(given["schema"], document)
    return Parameter(given["name"], given["in"], kind, given.get("description", ""), given.get("required", False))


def _fields(told: dict[str, Any], document: dict[str, Any]) -> list[Parameter]:
    """The fields of the JSON that an operation takes."""
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return []
    schema = _resolved(content["schema"], document)
    needed = schema.get("required", ())
    return [
        Parameter(name, "body", _kind(field, document), field.get("description", ""), name in needed)
        for name, field in schema.get("properties", {}).items()
    ]


def _kind(schema: dict[str, Any], document: dict[str, Any]) -> str:
    """What a value may be, in words."""
    schema = _resolved(schema, document)
    if "anyOf" in schema:
        return " or ".join(_kind(one, document) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return "one of " + ", ".join(str(value) for value in schema["enum"])
    if "items" in schema:
        return _kind(schema["items"], document)
    return str(schema.get("format") or schema.get("type") or "any JSON")


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found
