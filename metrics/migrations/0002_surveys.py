
import django.db.models.deletion
import metrics.models.survey
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_abilities"),
        ("mail", "0006_mailbox_teams"),
        ("metrics", "0001_facts"),
        ("tickets", "0023_satisfaction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SurveyOptOut",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="survey_opt_out",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("csat", "Satisfaction"), ("nps", "Recommendation"), ("ces", "Effort")], max_length=4
                    ),
                ),
                ("solved_at", models.DateTimeField()),
                ("language", models.CharField(max_length=10)),
                ("question", models.CharField(max_length=200)),
                ("token", models.CharField(default=metrics.models.survey.new_token, max_length=40, unique=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("score", models.SmallIntegerField(blank=True, null=True)),
                ("comment", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, help_text="When the first score came.", null=True)),
                (
                    "changed_at",
                    models.DateTimeField(blank=True, help_text="When score or comment changed last.", null=True),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surveys",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "kind", "-sent_at"], name="survey_person"),
                    models.Index(
                        condition=models.Q(("sent_at__isnull", False)), fields=["kind", "sent_at"], name="survey_sent"
                    ),
                    models.Index(
                        condition=models.Q(("score__isnull", False)),
                        fields=["kind", "answered_at"],
                        name="survey_answered",
                    ),
                    models.Index(
                        condition=models.Q(("score__isnull", False)),
                        fields=["-answered_at", "-id"],
                        name="survey_newest",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "solved_at"), name="survey_once_a_solve"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["csat", "nps", "ces"])), name="survey_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("changed_at__isnull", True),
                                ("comment", ""),
                                ("score__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False), ("changed_at__isnull", False), ("score__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="survey_answered_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True),
                            models.Q(("kind", "csat"), ("score__range", (1, 5))),
                            models.Q(("kind", "nps"), ("score__range", (0, 10))),
                            models.Q(("kind", "ces"), ("score__range", (1, 7))),
                            _connector="OR",
                        ),
                        name="survey_score_on_scale",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyPlan",
            fields=[
                (
                    "kind",
                    models.CharField(
                        choices=[("csat", "Satisfaction"), ("nps", "Recommendation"), ("ces", "Effort")],
                        max_length=4,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("is_on", models.BooleanField(default=False)),
                ("delay_hours", models.PositiveSmallIntegerField(default=24, help_text="After a ticket was solved.")),
                ("sample_percent", models.PositiveSmallIntegerField(default=100)),
                (
                    "rest_days",
                    models.PositiveSmallIntegerField(default=7, help_text="Until the same person is asked again."),
                ),
                (
                    "questions",
                    models.JSONField(blank=True, default=dict, help_text="By language; where there is none, ours."),
                ),
                ("looked_until", models.DateTimeField(blank=True, null=True)),
                ("mailboxes", models.ManyToManyField(blank=True, related_name="+", to="mail.mailbox")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["csat", "nps", "ces"])), name="survey_plan_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delay_hours__gte", 1)), name="survey_plan_delay_an_hour"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sample_percent__gte", 1), ("sample_percent__lte", 100)),
                        name="survey_plan_sample_percent",
                    ),
                ],
            },
        ),
    ]
