"""The base of every API view: who asks, what they may, how often, and each answer's headers."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.authentication import SAFE_METHODS
from accounts.api.idempotency import answered_once
from accounts.http import client_ip
from accounts.languages import language_shown_to
from accounts.models import ApiToken, Scope, User
from helpdesk.api.fields import RequestBody
from helpdesk.api.limits import Allowance, spend
from helpdesk.api.schema import Operation


class ApiRequest(Request):
    """A request of somebody we know."""

    method: str
    user: User
    auth: ApiToken | None


class ApiView(APIView):
    """`operations` names each method's input and output; `staff_only` keeps customers out."""

    operations: ClassVar[dict[str, Operation]] = {}
    staff_only: ClassVar[bool] = False
    write_scope: ClassVar[str] = Scope.WRITE
    allowance: Allowance | None = None

    def scope_of(self, method: str) -> str:
        operation = self.operations.get(method.lower())
        if operation is not None and operation.scope:
            return operation.scope
        return Scope.READ if method in SAFE_METHODS else self.write_scope

    def taken(self, request: ApiRequest) -> dict[str, Any]:
        """The validated body. Raises ValidationError."""
        serializer = self.operations[request.method.lower()].takes(data=request.data)  # type: ignore[misc]  # declared
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def asked(self, request: ApiRequest) -> dict[str, Any]:
        """The validated query parameters. Raises ValidationError."""
        return self.operations[request.method.lower()].query.read(request.query_params)  # type: ignore[union-attr]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.args, self.kwargs = args, kwargs
        self.request = api_request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        try:
            self.initial(api_request, *args, **kwargs)
            response = self._answer(api_request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001  # every error becomes a problem (helpdesk/api/problems.py)
            response = self._answer_error(api_request, error)
        self.response = self.finalize_response(api_request, response, *args, **kwargs)
        return self.response

    def perform_authentication(self, request: Request) -> None:
        """Sentences are in the language of whoever the token is of; of a session's person the middleware knows it."""
        super().perform_authentication(request)
        if isinstance(request.auth, ApiToken):
            translation.activate(language_shown_to(request.user, translation.get_language()))

    def check_throttles(self, request: Request) -> None:
        who = f"token:{request.auth.pk}" if isinstance(request.auth, ApiToken) else f"person:{request.user.pk}"
        self._spend(spend(who, settings.API_RATE_LIMIT))

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        add_never_cache_headers(response)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        for name, value in (self.allowance.headers if self.allowance else {}).items():
            response[name] = value
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def _answer(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        method = (request.method or "").lower()
        if method not in self.http_method_names:
            return self.http_method_not_allowed(request)
        handler = getattr(self, method, self.http_method_not_allowed)
        self._refuse_words_that_nobody_reads(request, method)
        if method == "post" and "Idempotency-Key" in request.headers and "post" in self.operations:
            return answered_once(request, request.user, lambda: handler(request, *args, **kwargs))
        return handler(request, *args, **kwargs)

    def _refuse_words_that_nobody_reads(self, request: Any, method: str) -> None:
        """`{"note": "…"}` to a verb that takes nothing was meant to do something: it is refused like any unknown field."""
        operation = self.operations.get(method)
        is_json = (request.content_type or "").partition(";")[0].strip() == "application/json"
        if operation is not None and operation.takes is None and is_json and request.method not in SAFE_METHODS:
            RequestBody(data=request.data).is_valid(raise_exception=True)

    def _answer_error(self, request: Request, error: Exception) -> Response:
        if isinstance(error, NotAuthenticated | AuthenticationFailed):
            try:
                self._spend(spend(f"address:{client_ip(request._request)}", settings.API_ANONYMOUS_RATE_LIMIT))
            except Throttled as throttled:
                error = throttled
        response = self.handle_exception(error)
        response.exception = True
        return response

    def _spend(self, allowance: Allowance | None) -> None:
        self.allowance = allowance
        if allowance is not None and allowance.is_exceeded:
            refusal = Throttled(detail=_("Too many requests. Wait a moment, then go on."))
            # Given to it, it would say so once more, in the framework's words.
            refusal.wait = allowance.reset_seconds  # type: ignore[attr-defined]
            raise refusal
