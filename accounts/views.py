"""Pages of signing in and out, and the profile."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import signing_in
from accounts.abilities import abilities_of
from accounts.form_answers import refuse, status_of
from accounts.forms import CodeForm, PasswordForm, ProfileForm, SignInForm
from accounts.frames import render_framed
from accounts.http import PersonRequest, person_required
from accounts.languages import language_shown_to
from accounts.limits import TooMany
from accounts.signing_in import SignInRefused

# What somebody can do, drawn by the desk, which knows channels.
_ABILITIES = "desk/_abilities.html"
# The API's own section of the profile.
_TOKENS = "accounts/_tokens.html"
_YEAR_SECONDS = 365 * 24 * 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The address, and whether to go on with a code by mail or with a password: the same for everybody."""
    if request.user.is_authenticated:
        return redirect(signing_in.home_of(request.user))
    wanted = signing_in.safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    form = SignInForm(request.POST or None, initial={"email": signing_in.who(request)})
    if form.is_valid():
        signing_in.begin(request, form.cleaned_data["email"], wanted)
        if request.POST.get("how") == "password":
            return redirect("account_password")
        try:
            signing_in.send_code(request)
        except TooMany as refusal:
            refuse(form, "email", refusal)
        else:
            return redirect("account_code")
    context = {"form": form, "next": wanted, "for_staff": wanted.startswith(settings.STAFF_HOME_URL)}
    return render(request, "accounts/sign_in.html", context, status=status_of(form))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponseBase:
    """The code from the mail; `again=1` sends another one."""
    if not signing_in.who(request):
        return redirect("account_login")
    if request.method == "POST" and request.POST.get("again"):
        return send_again(request, "account_code")
    if not signing_in.has_code(request):
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            person = signing_in.person_by_code(request, form.cleaned_data["code"])
        except (SignInRefused, TooMany) as refusal:
            refuse(form, "code", refusal)
        else:
            return welcome(request, signing_in.complete(request, person))
    context = {"form": form, "email": signing_in.who(request), "demo": settings.DEMO}
    return render(request, "accounts/enter_code.html", context, status=status_of(form))


def send_again(request: HttpRequest, page: str) -> HttpResponse:
    """Mail another code and return to the page that asks for it."""
    try:
        signing_in.send_code(request)
    except TooMany as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A new code is on its way. The earlier one no longer works."))
    return redirect(page)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter_password(request: HttpRequest) -> HttpResponseBase:
    if not signing_in.who(request):
        return redirect("account_login")
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            person = signing_in.person_by_password(request, form.cleaned_data["password"])
        except (SignInRefused, TooMany) as refusal:
            refuse(form, "password", refusal)
        else:
            return welcome(request, signing_in.complete(request, person))
    context = {"form": form, "email": signing_in.who(request)}
    return render(request, "accounts/enter_password.html", context, status=status_of(form))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, _("You are signed out."))
    return redirect("/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def profile(request: PersonRequest) -> HttpResponseBase:
    form = ProfileForm(request.POST or None, instance=request.user)
    is_changing_hours = "change_hours" in request.POST
    if is_changing_hours:
        form.week.change(request.POST["change_hours"])
    elif form.is_valid():
        person = form.save()
        with override(language_shown_to(person, get_language_from_request(request))):
            messages.success(request, _("Saved."))
        return keep_theme(redirect("profile"), person.theme)
    status = 200 if is_changing_hours else status_of(form)
    if form.errors or is_changing_hours:
        request.user.refresh_from_db()
    context = {
        "form": form,
        "section": "profile",
        "addresses": request.user.addresses.all(),
        "abilities": abilities_of(request.user) if request.user.is_staff else None,
        "abilities_template": _ABILITIES,
        "tokens_template": _TOKENS if _exists(_TOKENS) else None,
    }
    return render_framed(request, "accounts/profile.html", context, status=status)


def _exists(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


def keep_theme(response: HttpResponse, theme: str) -> HttpResponse:
    """The cookie that base.html reads, so that pages come in the chosen colours at once."""
    if theme == "system":
        response.delete_cookie("theme", samesite="Lax")
    else:
        response.set_cookie("theme", theme, max_age=_YEAR_SECONDS, samesite="Lax", secure=settings.SITE_IS_HTTPS)
    return response


def welcome(request: HttpRequest, url: str) -> HttpResponse:
    response = redirect(url)
    theme = getattr(request.user, "theme", "system")
    return response if theme == "system" else keep_theme(response, theme)
