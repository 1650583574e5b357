"""Surveys of seeded tickets: a part of those solved is asked a day later, and a part of these answers."""

import json
import secrets
from random import Random

from accounts.actors import SURVEYS
from demo.ratings import ANSWERED, COMMENTS, SCORES, WITH_WORDS
from demo.seeding.copying import Table
from demo.seeding.life import Happened, Life, iso
from metrics.models import Survey
from tickets.events import EventKind
from tickets.ratings import QUESTIONS, SurveyKind

ASKED = 0.3
DAY = 24 * 3600
_COLUMNS = (
    "id", "kind", "ticket_id", "solved_at", "person_id", "team_id", "agent_id", "language", "question", "token", "sent_at",
    "score", "comment", "answered_at", "changed_at",
)  # fmt: skip


class Surveys:
    """Drawn apart from everything else, so that the same number gives the same tickets as ever."""

    def __init__(self, random: Random, tickets: int) -> None:
        self.random = random
        self.table = Table(Survey, _COLUMNS, count=tickets)
        self.question = str(QUESTIONS[SurveyKind.CSAT])

    def ask(self, number: int, life: Life, now: int) -> None:
        """About a ticket that was just solved; what is to come later than `now` does not."""
        sent_at = life.solved + DAY
        if sent_at > now or self.random.random() > ASKED:
            return
        key, columns = self.table.key(), life.columns
        person, score, comment, answered_at = columns["requester_id"], None, "", None
        self._sent(life, key, person, sent_at)
        if self.random.random() < ANSWERED:
            answered_at = min(sent_at + 300 + self.random.randrange(DAY // 2), now)
            (score,) = self.random.choices([one for one, _w in SCORES], [weight for _one, weight in SCORES])
            comment = self.random.choice(COMMENTS[score]) if self.random.random() < WITH_WORDS else ""
            life.rate(person, answered_at, survey=key, score=score, comment=comment)
        at = iso(answered_at) if answered_at is not None else None
        self.table.add(
            key, "csat", number, columns["solved_at"], person, columns["team_id"], columns["assignee_id"],
            columns["language"], self.question, secrets.token_urlsafe(24), iso(sent_at), score, comment, at, at,
        )  # fmt: skip

    def _sent(self, life: Life, survey: int, person: int, at: int) -> None:
        told = {"survey": survey, "of": "csat", "person": person, "solved_at": life.columns["solved_at"]}
        life.events.append(Happened(EventKind.SURVEY_SENT.value, None, iso(at), json.dumps(told), SURVEYS.name))
