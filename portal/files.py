"""Files of a customer's form: uploaded before, or sent along with it (without scripts, or by strangers)."""

from collections.abc import Iterable, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.http import client_ip
from accounts.limits import UPLOADS, TooMany, spend
from accounts.models import User
from tickets.attachments import take_upload, too_large, unsent_attachments
from tickets.errors import Invalid
from tickets.models import Attachment
from tickets.uploads import refused_files

MOST_FILES = 20
# Ids of files that a stranger sent with a form that came back with errors: only this session may use them.
_KEPT_KEY = "kept_files"


def of_form(request: HttpRequest, by_link: User | None = None) -> tuple[list[Attachment], list[str]]:
    """The files of a posted form, stored, and sentences about those that could not be taken.

    `by_link`: as whom somebody writes who came by a signed link. What that person has uploaded elsewhere is not theirs to send.
    """
    person = by_link or (request.user if isinstance(request.user, User) else None)
    is_kept_here = by_link is not None or person is None
    if person is not None and not is_kept_here:
        # What they sent with a draft before they signed in.
        given_to(
            person,
            [file for file in kept_here(request, request.POST.getlist("attachments")) if file.uploaded_by is None],
        )
    files, problems = gathered(request, person, request.session.get(_KEPT_KEY, []) if is_kept_here else None)
    if is_kept_here and files:
        request.session[_KEPT_KEY] = [file.pk for file in files]
    return files, problems


def gathered(
    request: HttpRequest, person: User | None, kept: Iterable[int] | None
) -> tuple[list[Attachment], list[str]]:
    """The same for who is known otherwise than by a session. `kept`: of what was sent before with this form, all that they may
    send again; None for whatever the person uploaded."""
    files = _sent_before(request, person, kept)
    problems = [too_large(name) for name in refused_files(request)]
    fresh = request.FILES.getlist("files")
    if len(files) + len(fresh) > MOST_FILES:
        return files, [*problems, _("Send at most %(count)d files at once.") % {"count": MOST_FILES}]
    taken, refusals = _take(fresh, person, str(person.pk) if person else client_ip(request))
    return files + taken, problems + refusals


def given_to(person: User, files: Iterable[Attachment]) -> list[Attachment]:
    """Those not sent yet of a stranger who turned out to be this person, as theirs."""
    free = list(Attachment.objects.filter(pk__in=[file.pk for file in files], message=None).order_by("pk"))
    Attachment.objects.filter(pk__in=[file.pk for file in free]).update(uploaded_by=person)
    return free


def kept_here(request: HttpRequest, ids: Iterable[str]) -> list[Attachment]:
    """Those of these ids that a stranger sent in this browser and that are not sent on yet."""
    mine = [pk for pk in request.session.get(_KEPT_KEY, []) if str(pk) in set(ids)]
    return list(Attachment.objects.filter(pk__in=mine, message=None).order_by("pk")) if mine else []


def forget_kept(request: HttpRequest) -> None:
    request.session.pop(_KEPT_KEY, None)


def _sent_before(request: HttpRequest, person: User | None, kept: Iterable[int] | None) -> list[Attachment]:
    # Without a script nobody takes a file out of the form: then a box says which.
    left_out = request.POST.getlist("leave")
    ids = [key for key in request.POST.getlist("attachments") if key not in left_out]
    if person is not None and kept is None:
        return unsent_attachments(person, ids)
    mine = [pk for pk in kept or () if str(pk) in ids]
    return list(Attachment.objects.filter(pk__in=mine, uploaded_by=person, message=None)) if mine else []


def _take(uploads: Sequence[UploadedFile], person: User | None, whom: str) -> tuple[list[Attachment], list[str]]:
    taken, problems = [], []
    for upload in uploads:
        try:
            spend(UPLOADS, whom)
            taken.append(take_upload(upload, uploaded_by=person))
        except (Invalid, TooMany) as refusal:
            problems.append(str(refusal))
    return taken, problems
