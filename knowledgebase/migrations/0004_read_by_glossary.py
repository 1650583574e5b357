from typing import Any

from django.db import migrations, models


def read_all_again(apps: Any, schema_editor: Any) -> None:
    """Passages are shorter now, and German ones are read; the indexer does it, as after `index_all`."""
    apps.get_model("knowledgebase", "Translation").objects.exclude(indexed_revision=None).update(indexed_revision=0)


class Migration(migrations.Migration):
    dependencies = [
        ("knowledgebase", "0003_gap_taken"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="passage",
            name="passage_unread",
        ),
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(
                condition=models.Q(("language__in", ("en", "de")), ("sentence", None)),
                fields=["translation"],
                name="passage_unread",
            ),
        ),
        migrations.RunPython(read_all_again, migrations.RunPython.noop, elidable=True),
    ]
