"""Last week's cases as the demo's manager goes through them: two are done, the others wait."""

from typing import Any

from accounts.models import User
from helpdesk import clock
from metrics.actions.reviews import draw_reviews, review_case
from metrics.keeping import keep_stale
from metrics.models import CaseReview
from metrics.reviews import last_week

_DONE: tuple[dict[str, Any], ...] = (
    {
        "empathy": 5, "accuracy": 4, "completeness": 4, "tone": 5,
        "comment": "You named what annoyed them before you explained anything: that turned the conversation.",
        "win": "One sentence that showed we had understood, and the third reminder never came.",
    },
    {
        "empathy": 4, "accuracy": 5, "completeness": 3, "tone": 4,
        "comment": "All of it was right. They asked two things, and the second one had to be asked again.",
        "lesson": "Before sending, read the first message once more: is every question in it answered?",
    },
)  # fmt: skip


def go_through_cases() -> None:
    manager = User.objects.filter(email="manager@example.com").first()
    if manager is None:
        return
    keep_stale()
    draw_reviews(actor=manager, week=last_week(clock.now()))
    drawn = CaseReview.objects.exclude(agent=manager).select_related("ticket").order_by("pk")
    for review, written in zip(drawn[: len(_DONE)], _DONE, strict=False):
        review_case(review, actor=manager, **written)
