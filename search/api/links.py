"""Links between pages of what a search found."""

from accounts.api.base import ApiRequest


def link_to_next(request: ApiRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
