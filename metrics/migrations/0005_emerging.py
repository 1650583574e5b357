"""Emerging issues, and the tickets of each."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0004_dashboards_and_report_mails"),
        ("tickets", "0026_forwards_that_wait"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EmergingIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("before", models.FloatField()),
                ("found_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(help_text="When it was found again last.")),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dismissed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "ordering": ["-found_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="EmergingTicket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nearness", models.FloatField(help_text="1: it says the same as the one in the middle.")),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="metrics.emergingissue"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ["-nearness", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="emergingissue",
            index=models.Index(
                condition=models.Q(("dismissed_at__isnull", True)), fields=["-seen_at"], name="emerging_seen"
            ),
        ),
        migrations.AddConstraint(
            model_name="emergingticket",
            constraint=models.UniqueConstraint(fields=("issue", "ticket"), name="emerging_ticket_once"),
        ),
    ]
