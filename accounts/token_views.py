"""API tokens on the profile: seen, made, revoked. A new token's secret is on the answer to its form and nowhere else."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.form_answers import status_of
from accounts.forms_tokens import TokenForm
from accounts.frames import render_framed
from accounts.http import PersonRequest, person_required
from accounts.models import ApiToken
from accounts.tokens import make_token, revoke_token
from helpdesk import clock


@never_cache
@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: PersonRequest) -> HttpResponse:
    """The person's tokens, and a form for another one."""
    form = TokenForm(request.POST or None, person=request.user)
    secret = ""
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        _token, secret = make_token(request.user, name=wanted["name"], scopes=wanted["scopes"], days=wanted["days"])
        form = TokenForm(person=request.user)
    rows = ApiToken.objects.filter(person=request.user, revoked_at=None)[:100]
    context = {"section": "tokens", "form": form, "secret": secret, "tokens": rows, "now": clock.now()}
    return render_framed(request, "accounts/tokens.html", context, status=status_of(form))


@person_required
@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponseBase:
    """End a token at once."""
    try:
        token = revoke_token(request.user, pk)
    except ApiToken.DoesNotExist as error:
        raise Http404 from error
    messages.success(
        request, _("“%(name)s” was revoked. Programs that use it are refused from now on.") % {"name": token.name}
    )
    return redirect("profile_tokens")
