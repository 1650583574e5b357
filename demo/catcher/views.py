"""Pages of the mail catcher: without sign-in, and there only in the demo."""

import functools
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from demo.catcher.delivery import NotDelivered, answer, write
from demo.catcher.forms import AnswerForm, NewMailForm
from demo.catcher.queries import mails
from mail.html import resolve_images
from mail.models import Mailbox
from outbox.models import EmailState, OutboundEmail

FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")

View = Callable[..., HttpResponseBase]


def demo_only(view: View) -> View:
    @functools.wraps(view)
    def only_in_the_demo(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(only_in_the_demo)


@demo_only
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "")[:200].replace("\0", "").strip()
    page = mails(search, after=_id(request, "after"), before=_id(request, "before"))
    return render(request, "demo/mail_list.html", {"page": page, "search": search})


@demo_only
@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    email = _email(pk)
    recipients = [recipient.address for recipient in email.recipients.all()]
    form = AnswerForm(request.POST or None, request.FILES or None, recipients=recipients)
    if request.method == "POST" and form.is_valid():
        try:
            answer(email, **_as_mail(form.cleaned_data))
        except NotDelivered as problem:
            form.add_error(None, _not_taken(problem))
        else:
            messages.success(request, _("Your answer is on its way."))
            return redirect("demo_mail", pk=pk)
    context = {"email": email, "form": form, "headers": _headers(email), "files": _files(email)}
    return render(request, "demo/mail.html", context, status=422 if form.errors else 200)


@demo_only
@require_http_methods(["GET", "POST"])
def mail_write(request: HttpRequest) -> HttpResponse:
    mailboxes = list(Mailbox.objects.order_by("-is_default", "address").values_list("address", flat=True))
    form = NewMailForm(request.POST or None, request.FILES or None, mailboxes=mailboxes)
    if request.method == "POST" and form.is_valid():
        try:
            write(**_as_mail(form.cleaned_data))
        except NotDelivered as problem:
            form.add_error(None, _not_taken(problem))
        else:
            messages.success(request, _("Your mail is on its way. The acknowledgement will arrive here."))
            return redirect("demo_mail_list")
    return render(request, "demo/mail_write.html", {"form": form}, status=422 if form.errors else 200)


@demo_only
@require_safe
@xframe_options_sameorigin
def mail_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part, as a document of its own inside a sandboxed frame."""
    email = _email(pk)
    by_content_id = {entry.get("content_id"): entry["attachment"] for entry in email.attachments}

    def address(content_id: str) -> str | None:
        attachment = by_content_id.get(content_id)
        return reverse("demo_mail_file", args=[pk, attachment]) if attachment else None

    response = HttpResponse(resolve_images(email.html, cid_url=address, remote=False))
    response["Content-Security-Policy"] = FRAME_POLICY
    return response


@demo_only
@require_safe
def mail_file(request: HttpRequest, pk: int, attachment: int) -> FileResponse:
    """A file of this very mail; pictures may be shown in place, everything else is downloaded."""
    email = _email(pk)
    if attachment not in {entry["attachment"] for entry in email.attachments}:
        raise Http404
    row = get_object_or_404(apps.get_model("tickets", "Attachment"), pk=attachment)
    is_picture = row.content_type in PICTURES
    response = FileResponse(
        row.file.open("rb"),
        as_attachment=not is_picture,
        filename=row.filename,
        content_type=row.content_type if is_picture else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _email(pk: int) -> OutboundEmail:
    return get_object_or_404(
        OutboundEmail.objects.exclude(state=EmailState.HISTORY).prefetch_related("recipients"), pk=pk
    )


def _files(email: OutboundEmail) -> list[dict[str, object]]:
    below = [entry["attachment"] for entry in email.attachments if not entry.get("content_id")]
    rows = apps.get_model("tickets", "Attachment").objects.filter(pk__in=below)
    return [
        {"name": row.filename, "size": row.size, "url": reverse("demo_mail_file", args=[email.pk, row.pk])}
        for row in rows
    ]


def _headers(email: OutboundEmail) -> list[tuple[str, str]]:
    def named(field: str) -> str:
        recipients = [r for r in email.recipients.all() if r.field == field]
        return ", ".join(f"{r.name} <{r.address}>" if r.name else r.address for r in recipients)

    headers = [
        ("From", email.from_header),
        ("To", named("to")),
        ("Cc", named("cc")),
        ("Reply-To", email.reply_to),
        ("Subject", email.subject),
        ("Message-ID", email.message_id),
        *sorted(email.headers.items()),
    ]
    return [(name, value) for name, value in headers if value]


def _as_mail(fields: dict[str, Any]) -> dict[str, Any]:
    return {"files" if name == "attached" else name: value for name, value in fields.items()}


def _not_taken(problem: NotDelivered) -> str:
    return _("The mail server did not take it: %(reason)s") % {"reason": problem}


def _id(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
