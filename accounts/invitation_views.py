"""The link of an invitation: a new colleague sets their password and is in."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import signing_in
from accounts.actions.staff import accept_invitation, person_invited
from accounts.models import User


@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, pk: int, token: str) -> HttpResponseBase:
    """A link that is used, wrong or too old says what to do instead."""
    person = person_invited(pk, token)
    if person is None:
        return render(request, "accounts/invitation_over.html", status=404)
    form: SetPasswordForm[User] = SetPasswordForm(person, request.POST or None)
    form.fields["new_password1"].widget.attrs["autofocus"] = True
    form.fields["new_password1"].help_text = _("At least ten characters; not your name, and none that everybody uses.")
    form.fields["new_password2"].label = _("Once more")
    if not form.is_valid():
        context = {"form": form, "person": person}
        return render(request, "accounts/invitation.html", context, status=422 if form.errors else 200)
    accept_invitation(person, password=form.cleaned_data["new_password1"])
    if request.user.is_authenticated:
        logout(request)
    url = signing_in.complete(request, person)
    messages.success(request, _("Welcome, %(name)s. This is where you answer customers.") % {"name": person})
    return redirect(url)
