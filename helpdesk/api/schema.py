"""How operations describe themselves: a view says what each method takes and gives, and the OpenAPI document follows."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.serializers import Serializer

from helpdesk.api.fields import QueryString, RequestBody, StrictField
from helpdesk.api.problems import MEDIA_TYPE, Problem

_ALWAYS = (400, 401, 403, 404, 429)
_WITH_BODY = (409, 413, 415, 422)
_REFUSED = (409,)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of a view: its name for programs, what it takes, what it gives."""

    name: str
    takes: type[Serializer] | None = None
    gives: type[Serializer] | None = None
    status: int = 200
    query: type[QueryString] | None = None
    scope: str = ""  # beyond what the method asks for by itself
    if_match: bool = False
    is_file: bool = False  # gives bytes


IF_MATCH = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    type={"type": "string", "pattern": r'^"[0-9]{1,9}"$'},
    description="The ETag of what is changed, as you last saw it; of a ticket like `seen_seq` in the body.",
)


class ApiSchema(AutoSchema):
    """Reads `view.operations`; every operation can also answer with a problem."""

    @property
    def operation(self) -> Operation:
        return self.view.operations[self.method.lower()]  # type: ignore[attr-defined]  # every view is an ApiView

    def get_operation_id(self) -> str:
        return self.operation.name

    def get_tags(self) -> list[str]:
        return [re.sub(r"^.*?/api/v1/", "", self.path).split("/")[0]]

    def get_request_serializer(self) -> Any:
        return self.operation.takes

    def get_response_serializers(self) -> Any:
        operation = self.operation
        if operation.is_file:
            return {(200, "application/octet-stream"): bytes}
        if operation.gives is None:
            return {operation.status: OpenApiResponse(description=HTTPStatus(operation.status).phrase)}
        return {operation.status: operation.gives}

    def get_override_parameters(self) -> list[Any]:
        operation = self.operation
        parameters: list[Any] = [operation.query] if operation.query else []
        return [*parameters, IF_MATCH] if operation.if_match else parameters

    def get_description(self) -> str:  # type: ignore[override]  # as spectacular has it
        scope = self.view.scope_of(self.method)  # type: ignore[attr-defined]  # every view is an ApiView
        return f"{super().get_description()}\n\nScope: `{scope}`.".strip()

    def get_summary(self) -> str:
        return self.operation.name.replace("_", " ").capitalize()

    def _get_request_body(self, direction: Any = "request") -> dict[str, Any] | None:
        """Also required when one of several fields is, as `anyOf` says."""
        body = super()._get_request_body(direction)
        if body and "anyOf" in getattr(self.operation.takes, "openapi_extra", {}):
            body["required"] = True
        return body

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        reference = self.resolve_serializer(Problem, direction).ref
        more = _WITH_BODY if self.method in ("POST", "PUT", "PATCH") else _REFUSED if self.method == "DELETE" else ()
        statuses = _ALWAYS + more
        for status in statuses:
            phrase = HTTPStatus(status).phrase
            bodies.setdefault(str(status), {"description": phrase, "content": {MEDIA_TYPE: {"schema": reference}}})
        return bodies

    def _process_override_parameters(self, direction: str = "request") -> dict[Any, Any]:
        """Defaults and lists of query strings as OpenAPI spells them."""
        parameters = super()._process_override_parameters(direction)
        for parameter in parameters.values():
            if parameter and parameter["schema"].get("type") == "array":
                parameter |= {"style": "form", "explode": True}
        return parameters


class _StrictFieldExtension(OpenApiSerializerFieldExtension):
    target_class = StrictField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        return self.target.openapi()


class _RequestBodyExtension(OpenApiSerializerExtension):
    target_class = RequestBody
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        return {**auto_schema._map_basic_serializer(self.target, direction), **self.target.openapi_extra}
