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


def of_form(request: HttpRequest) -> tuple[list[Attachment], list[str]]:
    """The files of a posted form, stored, and sentences about those that could not be taken."""
    person = request.user if isinstance(request.user, User) else None
    files, problems = gathered(request, person, request.session.get(_KEPT_KEY, []) if person is None else ())
    if person is None and files:
        request.session[_KEPT_KEY] = [file.pk for file in files]
    return files, problems


def gathered(request: HttpRequest, person: User | None, kept: Iterable[int]) -> tuple[list[Attachment], list[str]]:
    """The same for who is known otherwise than by a session. `kept`: what a stranger sent before with this form."""
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


def forget_kept(request: HttpRequest) -> None:
    request.session.pop(_KEPT_KEY, None)


def _sent_before(request: HttpRequest, person: User | None, kept: Iterable[int]) -> list[Attachment]:
    ids = request.POST.getlist("attachments")
    if person is not None:
        return unsent_attachments(person, ids)
    mine = [pk for pk in kept if str(pk) in ids]
    return list(Attachment.objects.filter(pk__in=mine, uploaded_by=None, message=None)) if mine else []


def _take(uploads: Sequence[UploadedFile], person: User | None, whom: str) -> tuple[list[Attachment], list[str]]:
    taken, problems = [], []
    for upload in uploads:
        try:
            spend(UPLOADS, whom)
            taken.append(take_upload(upload, uploaded_by=person))
        except (Invalid, TooMany) as refusal:
            problems.append(str(refusal))
    return taken, problems
