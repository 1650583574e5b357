"""What readers say about an article is told to its owner: by mail, because it is about no ticket."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from desk.notifications.kinds import Channel, NotificationKind, is_wanted
from desk.notifications.mailing import switch_off_token
from desk.notifications.settings import settings_of
from helpdesk import clock
from knowledgebase.models import Feedback
from mail.notifying import FEEDBACK, Links, post_about_articles

_AT_ONCE = 100


@transaction.atomic
def tell_owners() -> int:
    """Of every comment that was not told yet; how many mails were written. Two workers tell each once."""
    untold = Feedback.objects.filter(told_at=None).exclude(comment="").order_by("pk")
    rows = list(untold.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:_AT_ONCE])
    found = Feedback.objects.filter(pk__in=rows).select_related("translation__article__owner").order_by("pk")
    told = sum(_tell(feedback) for feedback in found)
    Feedback.objects.filter(pk__in=rows).update(told_at=clock.now())
    return told


def _tell(feedback: Feedback) -> bool:
    """Nothing to who said it themselves, left, or does not want it."""
    owner = feedback.translation.article.owner
    if owner is None or not owner.is_active or not owner.is_staff or feedback.reader == f"person:{owner.pk}":
        return False
    if not is_wanted(settings_of(owner).choices, NotificationKind.ARTICLE_FEEDBACK, Channel.EMAIL):
        return False
    article = reverse("articles:article", args=[feedback.translation.article_id])
    post_about_articles(
        owner,
        kind=FEEDBACK,
        context={"feedback": feedback, "text": feedback.translation},
        links=links_of(owner, NotificationKind.ARTICLE_FEEDBACK, page=article),
        at=clock.now(),
    )
    return True


def links_of(owner: User, kind: NotificationKind, *, page: str) -> Links:
    """`page`: the path of what the mail is about."""
    switch_off = reverse("desk:notifications_off", args=[switch_off_token(owner, [kind])])
    return Links(
        ticket=settings.SITE_URL + page,
        settings=settings.SITE_URL + reverse("desk:notification_settings"),
        switch_off=settings.SITE_URL + switch_off,
    )
