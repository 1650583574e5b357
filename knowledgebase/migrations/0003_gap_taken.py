import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("knowledgebase", "0002_nearest_sentences"),
    ]

    operations = [
        migrations.CreateModel(
            name="GapTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("words", models.CharField(max_length=400)),
                (
                    "translation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="knowledgebase.translation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "gaps taken",
                "constraints": [models.UniqueConstraint(fields=("language", "words"), name="gap_taken_once")],
            },
        ),
    ]
