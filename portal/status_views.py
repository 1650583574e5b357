"""Known issues, as customers see them: the page, and hearing how one goes on. Only a POST changes anything."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.form_answers import refuse, status_of
from accounts.http import client_ip
from accounts.languages import offered_languages
from accounts.limits import STRANGERS_REQUESTS, TooMany, spend
from accounts.models import User
from portal.forms import SubscribeForm
from status import actions
from status.mailing import is_token, subscription_of
from status.models import IssueSubscription, KnownIssue
from status.queries import shown_issues
from tickets.errors import Refused


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """What does not work at the moment, and what was mended of late."""
    under_way, resolved = shown_issues()
    return render(request, "portal/status/status.html", {"under_way": under_way, "resolved": resolved})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever is signed in needs no form; others are mailed a link that shows the address is theirs."""
    issue = KnownIssue.objects.filter(pk=pk).first() if pk < 2**63 else None
    if issue is None:
        raise Http404
    if issue.resolved_at is not None and request.method != "POST":
        messages.info(request, _("This is resolved already."))
        return redirect("portal:status")
    person = request.user if isinstance(request.user, User) and request.user.email else None
    given = {"email": person.email} if person and request.method == "POST" else request.POST or None
    form = SubscribeForm(given)
    if form.is_valid():
        try:
            if person is None:
                spend(STRANGERS_REQUESTS, client_ip(request))
            email, language = form.cleaned_data["email"], get_language() or ""
            actions.subscribe(issue, email=email, language=language, is_known=person is not None)
        except (Refused, TooMany) as refusal:
            refuse(form, "email", refusal)
        else:
            words = (
                _("We mail you how it goes on.") if person else _("Look into your mail: one click there confirms it.")
            )
            messages.success(request, words)
            return redirect("portal:status")
    context = {"issue": issue, "form": form, "person": person}
    return render(request, "portal/status/subscribe.html", context, status=status_of(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    subscription = subscription_of(token)
    if subscription is None:
        return render(request, "portal/status/confirm.html", {"is_over": True}, status=404)
    with translation.override(_language_of(subscription)):
        if request.method == "POST":
            actions.confirm(subscription)
            messages.success(request, _("We mail you how it goes on."))
            return redirect("portal:status")
        return render(request, "portal/status/confirm.html", {"issue": subscription.issue})


@csrf_exempt  # a mail program sends it by itself (RFC 8058); nobody else knows the address
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    if not is_token(token):
        return render(request, "portal/status/unsubscribe.html", {"is_broken": True}, status=404)
    subscription = subscription_of(token)
    with translation.override(_language_of(subscription)):
        if request.method == "POST" and subscription is not None:
            actions.unsubscribe(subscription)
            subscription = None
        context = {"issue": subscription.issue if subscription else None, "token": token}
        return render(request, "portal/status/unsubscribe.html", context)


def _language_of(subscription: IssueSubscription | None) -> str | None:
    """That of the mail, whoever follows its link."""
    is_spoken = subscription is not None and subscription.language in offered_languages()
    return subscription.language if subscription is not None and is_spoken else get_language()
