"""The protocol as scim2-server has it, with what our connectors may do and what their directories mean."""

import json
from typing import Any, Union

from pydantic import BaseModel
from scim2_models import (
    BulkRequest,
    BulkResponse,
    Context,
    Extension,
    ForbiddenException,
    InvalidSyntaxException,
    ListResponse,
    PatchOp,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
)
from scim2_server.conditions import Conditions
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation, Target
from scim2_server.service import ModelT, ScimService
from scim2_server.utils import parametrize

from aizuchi.gateway.models import Connector
from aizuchi.gateway.scim.normalizing import normalize_bulk, normalize_patch, normalize_user
from aizuchi.gateway.scim.schema import MOST_BYTES, PROVIDER, Group
from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json

LIMITS = Limits(size=MOST_BYTES, depth=12, values=60_000)
_READS = {Operation.query, Operation.search, Operation.search_with_body}


class ConnectorService(ScimService):
    def __init__(self) -> None:
        super().__init__(PROVIDER)
        self.kept_models = self._build_models()

    def _build_models(self) -> list[type]:
        """Pydantic remembers such a model only while somebody holds it, and building one costs most of a search."""
        models = tuple(self.get_models())
        every: Any = Union[models]  # noqa: UP007 (of a tuple)
        of_all: list[Any] = [ListResponse, SearchRequest, BulkRequest, BulkResponse]
        of_one: list[Any] = [PatchOp, ResponseParameters, SearchRequest]
        return [
            *(parametrize(generic, every) for generic in of_all),
            *(parametrize(generic, model) for generic in of_one for model in models),
        ]

    def authorize(self, request: ScimRequest, target: Target, resource_type: ResourceType) -> None:
        connector: Connector = request.subject
        if target.operation in _READS:
            return
        may = connector.writes_groups if resource_type.name == "Group" else connector.writes_people
        if not may:
            raise ForbiddenException(detail=f"This token does not write {resource_type.endpoint}")

    def read_body(self, model: type[ModelT], body: bytes, content_type: str | None, scim_ctx: Context) -> ModelT:
        """Measured, then said as the standard says it, then read."""
        self.ensure_json(content_type)
        told = measure(body)
        if scim_ctx in (Context.RESOURCE_CREATION_REQUEST, Context.RESOURCE_REPLACEMENT_REQUEST):
            told = normalize_user(told) if "userName" in _names_of(model) else told
        elif scim_ctx == Context.RESOURCE_PATCH_REQUEST:
            told = normalize_patch(told)
        elif scim_ctx == Context.BULK_REQUEST:
            told = normalize_bulk(told)
        return super().read_body(model, json.dumps(told).encode(), content_type, scim_ctx)

    def decode_body(self, body: bytes, content_type: str | None) -> Any:
        self.ensure_json(content_type)
        return measure(body)

    def apply_replacement(
        self, current: Resource[Any], replacement: Resource[Any], conditions: Conditions
    ) -> Resource[Any] | None:
        """A PUT that does not speak of a manager takes none away (RFC 7644, 3.5.1 leaves that open; Okta needs it)."""
        says_name = "display_name" in replacement.model_fields_set
        _fill_up(replacement, current)
        replaced = super().apply_replacement(current, replacement, conditions)
        return _with_said_name(current, replaced, replacement) if says_name else replaced

    def apply_patch(self, current: Resource[Any], patch_op: Any, conditions: Conditions) -> Resource[Any] | None:
        patched = super().apply_patch(current, patch_op, conditions)
        return _with_said_name(current, patched, current) if _says_name(patch_op) else patched

    def patch_response(
        self, base_url: str, resource: Resource[Any], response_parameters: ResponseParameters[Any]
    ) -> ScimResponse:
        """Users as they stand, so that a directory sees what was not taken over. Groups may have thousands in them."""
        if isinstance(resource, Group):
            return super().patch_response(base_url, resource, response_parameters)
        return self.replacement_response(base_url, resource, response_parameters)


def measure(body: bytes) -> Any:
    try:
        return read_json(body, LIMITS)
    except TooMuch as error:
        raise InvalidSyntaxException(detail="That is larger or deeper than is taken") from error
    except NotReadable as error:
        raise InvalidSyntaxException(detail="That is no JSON") from error


def _names_of(model: type[BaseModel]) -> set[str]:
    return {"userName"} if "user_name" in model.model_fields else set()


def _says_name(patch_op: Any) -> bool:
    paths = [str(operation.path or "").casefold() for operation in patch_op.operations or []]
    return any(path.rpartition(":")[2] == "displayname" for path in paths)


def _with_said_name(current: Resource[Any], changed: Resource[Any] | None, said: Resource[Any]) -> Resource[Any] | None:
    """A group whose name to the letter is not known is written also where nothing but that is new."""
    if not isinstance(current, Group) or not isinstance(said, Group) or not current._wants_name:
        return changed
    said._says_name = True
    return said


def _fill_up(replacement: Any, current: Any) -> None:
    for name in type(replacement).model_fields:
        before = getattr(current, name, None)
        if isinstance(before, Extension):
            after = getattr(replacement, name, None)
            if after is None:
                setattr(replacement, name, before.model_copy(deep=True))
            else:
                _fill_up(after, before)
        elif name not in replacement.model_fields_set and before is not None and name not in ("schemas", "meta", "id"):
            setattr(replacement, name, before)


SERVICE = ConnectorService()
