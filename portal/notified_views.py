"""What a customer is mailed: their own choice, beside the links in the mails."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.http import PersonRequest, customer_required
from accounts.models import User
from mail.proactive.actions import is_unsubscribed, subscribe_again, unsubscribe
from metrics.actions.answering import gets_surveys, stop_surveys, want_surveys
from portal.forms import NotifiedForm
from status import actions as status_actions
from status.queries import subscriptions_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@customer_required
def notified(request: PersonRequest) -> HttpResponseBase:
    """Answers to requests are mailed in any case; the rest is theirs to choose."""
    subscriptions = subscriptions_of(request.user)
    if request.method == "POST":
        form = NotifiedForm(request.POST, issues=subscriptions)
        if form.is_valid():
            _keep(request.user, form)
            messages.success(request, _("Saved."))
            return redirect("portal:notified")
    else:
        form = NotifiedForm(
            issues=subscriptions,
            initial={
                "messages": not is_unsubscribed(request.user),
                "surveys": gets_surveys(request.user),
                "issues": [one.pk for one in subscriptions],
            },
        )
    return render(request, "portal/notified.html", {"form": form}, status=422 if form.errors else 200)


def _keep(person: User, form: NotifiedForm) -> None:
    (subscribe_again if form.cleaned_data["messages"] else unsubscribe)(person)
    (want_surveys if form.cleaned_data["surveys"] else stop_surveys)(person)
    for subscription in form.given_up():
        status_actions.unsubscribe(subscription)
