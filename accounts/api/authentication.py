"""Who asks: a program with `Authorization: Bearer hd_…`, or a browser with its session (and CSRF token)."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken, Scope, User
from accounts.tokens import find_token, note_use
from helpdesk import clock

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class TokenAuthentication(BaseAuthentication):
    """`request.auth` is then the ApiToken."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = find_token(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is not known."), "unknown_token")
        now = clock.now()
        if token.revoked_at is not None:
            raise AuthenticationFailed(_("This token was revoked."), "revoked_token")
        if token.expires_at is not None and token.expires_at <= now:
            raise AuthenticationFailed(_("This token has expired. Make a new one in your profile."), "expired_token")
        if not token.person.is_active:
            raise AuthenticationFailed(_("This person is no longer active."), "inactive_person")
        note_use(token, now)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class BrowserAuthentication(SessionAuthentication):
    """The session of a signed-in browser; anything but reading needs the CSRF token."""


class ScopePermission(BasePermission):
    """Somebody, whose token carries the scope that the operation needs; a session carries all of them."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.user, User):
            raise NotAuthenticated(_("Sign in, or send a token: Authorization: Bearer hd_…"))
        needed = view.scope_of(request.method)
        if isinstance(request.auth, ApiToken) and needed not in request.auth.scopes:
            sentence = _("This token lacks the scope “%(scope)s”.") % {"scope": Scope(needed).value}
            raise PermissionDenied(sentence, "insufficient_scope")
        if view.staff_only and not request.user.is_staff:
            raise PermissionDenied(_("This is for staff only."))
        return True


class _TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token from the profile page, `hd_…`."}


class _SessionScheme(OpenApiAuthenticationExtension):
    target_class = BrowserAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        description = "The session of a signed-in browser; writing also needs the header X-CSRFToken."
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": description}
