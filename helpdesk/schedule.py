"""All recurring work, in one place. Every job may run twice and claims its own rows.

Beat keeps no file: after its start an interval counts from now, so nothing longer than an hour is an interval; nightly
work is a `crontab`. A job that is not taken within its interval expires, so that a worker's pause leaves no pile.
"""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    # Proves to /readyz/ that tasks travel from beat through Redis to a worker.
    "heartbeat": {"task": "helpdesk.tasks.heartbeat", "schedule": 10.0, "options": {"queue": "default", "expires": 10}},
    # Mails whose nudge was lost, whose retry is due, or whose worker died.
    "inbound mail": {"task": "mail.tasks.sweep_inbound", "schedule": 10.0, "options": {"queue": "mail", "expires": 10}},
    # Mailboxes on others' servers, each once a minute; tests of connections whose nudge was lost.
    "fetching mail": {"task": "mail.tasks.fetch_mail", "schedule": 10.0, "options": {"queue": "slow", "expires": 10}},
    "tests of mailboxes": {
        "task": "mail.tasks.check_connections",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    "outgoing mail": {
        "task": "outbox.tasks.sweep_outgoing",
        "schedule": 10.0,
        "options": {"queue": "default", "expires": 10},
    },
    # Those whose mail was given up or came back, and admins.
    "mail that did not arrive": {
        "task": "mail.tasks.tell_of_undelivered",
        "schedule": 20.0,
        "options": {"queue": "slow", "expires": 20},
    },
    "webhooks": {
        "task": "outbox.tasks.send_waiting_webhooks",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    # Issues and comments for trackers; then what is new there.
    "calls of trackers": {
        "task": "integrations.tasks.send_waiting_calls",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    "news of trackers": {
        "task": "integrations.tasks.refresh_trackers",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    # Changes that came together, or whose nudge was lost: found within seconds.
    "search index": {"task": "search.tasks.index", "schedule": 2.0, "options": {"queue": "default", "expires": 2}},
    # Texts that were published or put away, and whose nudge was lost; then those whose time has come.
    "articles to find": {
        "task": "knowledgebase.tasks.index_articles",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    # Drafts of answers, and tests of the language model, whose nudge was lost.
    "answers to draft": {
        "task": "knowledgebase.tasks.write_answer_drafts",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    "answers to draft for visitors": {
        "task": "knowledgebase.tasks.write_help_answers",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    "tests of the language model": {
        "task": "knowledgebase.tasks.check_language_model",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    # News about known issues whose nudge was lost.
    "news of known issues": {
        "task": "status.tasks.tell_subscribers",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    # Which of what was offered beside tickets has been sent.
    "suggestions": {
        "task": "knowledgebase.tasks.settle_suggestions",
        "schedule": 60.0,
        "options": {"queue": "slow", "expires": 60},
    },
    "scheduled articles": {
        "task": "knowledgebase.tasks.publish_scheduled",
        "schedule": 15.0,
        "options": {"queue": "default", "expires": 15},
    },
    "waking what is snoozed": {
        "task": "tickets.tasks.wake_snoozed",
        "schedule": 15.0,
        "options": {"queue": "default", "expires": 15},
    },
    # Warnings and deadlines of policies.
    "SLA clocks": {"task": "sla.tasks.tick", "schedule": 15.0, "options": {"queue": "default", "expires": 15}},
    # What figures are counted from, of tickets whose log went on.
    "facts for figures": {
        "task": "metrics.tasks.keep_facts",
        "schedule": 10.0,
        "options": {"queue": "slow", "expires": 10},
    },
    "facts are what the log says": {
        "task": "metrics.tasks.check_facts",
        "schedule": crontab(hour=2, minute=53),
        "options": {"queue": "slow"},
    },
    # About what was solved long enough ago.
    "surveys": {"task": "metrics.tasks.send_surveys", "schedule": 300.0, "options": {"queue": "slow", "expires": 300}},
    "proactive messages": {
        "task": "mail.proactive.tasks.send_proactive",
        "schedule": 15.0,
        "options": {"queue": "slow", "expires": 15},
    },
    # Figures that people get by mail.
    "report mails": {"task": "desk.tasks.mail_reports", "schedule": 30.0, "options": {"queue": "slow", "expires": 30}},
    # Solved tickets to go through together: once for each week.
    "case reviews": {
        "task": "metrics.tasks.draw_case_reviews",
        "schedule": crontab(hour=4, minute=17),
        "options": {"queue": "slow"},
    },
    # Alike tickets that grow this week.
    "emerging issues": {
        "task": "metrics.tasks.look_for_emerging_issues",
        "schedule": crontab(minute="3-59/10"),
        "options": {"queue": "slow", "expires": 500},
    },
    # Open tickets, after a calendar or policy was edited.
    "SLA recomputations": {"task": "sla.tasks.recompute", "schedule": 5.0, "options": {"queue": "slow", "expires": 5}},
    "when customers write": {
        "task": "sla.tasks.count_arrivals",
        "schedule": crontab(minute=11),
        "options": {"queue": "slow", "expires": 3000},
    },
    "reminders": {
        "task": "tickets.tasks.tell_reminders",
        "schedule": 15.0,
        "options": {"queue": "default", "expires": 15},
    },
    # Who is called next in an emergency that nobody has acknowledged.
    "emergencies": {
        "task": "tickets.tasks.take_due_steps",
        "schedule": 15.0,
        "options": {"queue": "default", "expires": 15},
    },
    # They appear at their time, and go, on desks that are open.
    "announcements": {
        "task": "tickets.tasks.hint_at_announcements",
        "schedule": 15.0,
        "options": {"queue": "default", "expires": 15},
    },
    # Replies that are held: their time to be undone is over, or the time has come that their writer chose.
    "held replies": {"task": "tickets.tasks.send_held", "schedule": 1.0, "options": {"queue": "default", "expires": 2}},
    # Erasures that a killed worker left, and copies of data whose nudge was lost.
    "wishes about data": {"task": "privacy.tasks.go_on", "schedule": 15.0, "options": {"queue": "slow", "expires": 15}},
    # Acts on many tickets whose nudge was lost or whose worker died.
    "bulk acts": {"task": "tickets.tasks.sweep_bulk", "schedule": 5.0, "options": {"queue": "default", "expires": 5}},
    # Tickets of people who were merged, as far as whoever merged them did not wait for it.
    "tickets of merged people": {
        "task": "tickets.tasks.move_tickets_of_merged",
        "schedule": 30.0,
        "options": {"queue": "slow", "expires": 30},
    },
    # Notifications that are still unread, and what is kept for people who are back.
    "mailing notifications": {
        "task": "desk.tasks.mail_notifications",
        "schedule": 15.0,
        "options": {"queue": "default", "expires": 15},
    },
    # Comments of readers, for the owners of articles.
    "feedback on articles": {
        "task": "desk.tasks.tell_of_feedback",
        "schedule": 60.0,
        "options": {"queue": "slow", "expires": 60},
    },
    # Articles that are due for a look, for their owners: in one mail what fell due within the hour.
    "articles that are due": {
        "task": "desk.tasks.tell_of_due_articles",
        "schedule": crontab(minute=11),
        "options": {"queue": "slow", "expires": 3600},
    },
    # Of people who went away: their nudge was lost, their worker died, or they said so over the API.
    "giving tickets back": {
        "task": "desk.tasks.give_back",
        "schedule": 15.0,
        "options": {"queue": "default", "expires": 15},
    },
    # Rules that act so long after something.
    "time-based rules": {
        "task": "routing.tasks.act_on_time",
        "schedule": 60.0,
        "options": {"queue": "slow", "expires": 60},
    },
    # Queues that are given out, where a nudge was lost or nobody was free: people come back, and go.
    "giving tickets out": {
        "task": "routing.tasks.drain_teams",
        "schedule": 15.0,
        "options": {"queue": "default", "expires": 15},
    },
    # New tickets, as alike solved ones suggest: after the index has their vectors.
    "smart routing": {"task": "routing.tasks.propose", "schedule": 2.0, "options": {"queue": "default", "expires": 2}},
    "measuring smart routing": {
        "task": "routing.tasks.measure_smart_routing",
        "schedule": 30.0,
        "options": {"queue": "slow", "expires": 30},
    },
    "measuring smart routing anew": {
        "task": "routing.tasks.measure_every_night",
        "schedule": crontab(hour=2, minute=23),
        "options": {"queue": "slow"},
    },
    "closing what is solved": {
        "task": "tickets.tasks.close_solved",
        "schedule": 300.0,
        "options": {"queue": "slow", "expires": 300},
    },
    # Which words there are to be meant by what is mistyped: those of new rows come at once, what went goes at night.
    "words of the index": {
        "task": "search.tasks.count_words",
        "schedule": crontab(hour=2, minute=41),
        "options": {"queue": "slow"},
    },
    # Codes, counters and sessions that expired; words nobody confirmed; files nobody sent.
    "tidy sign-in": {"task": "accounts.tasks.tidy_sign_in", "schedule": crontab(hour=3, minute=17)},
    "tidy identity codes": {"task": "tickets.tasks.tidy_identity_codes", "schedule": crontab(hour=3, minute=19)},
    "tidy API": {"task": "accounts.tasks.tidy_api", "schedule": crontab(hour=3, minute=22)},
    "tidy notifications": {"task": "desk.tasks.tidy_notifications", "schedule": crontab(hour=3, minute=32)},
    "tidy calls of trackers": {"task": "integrations.tasks.tidy_calls", "schedule": crontab(hour=3, minute=42)},
    "tidy traces of rules": {"task": "routing.tasks.tidy_traces", "schedule": crontab(hour=3, minute=37)},
    "tidy copies of data": {"task": "privacy.tasks.tidy_copies", "schedule": crontab(minute=47)},
    "tidy forms": {"task": "portal.tasks.tidy_forms", "schedule": crontab(hour=3, minute=27)},
}
