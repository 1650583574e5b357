import pgvector.django.halfvec
import pgvector.django.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """Vectors of two models have no place in a column for one: the indexer reads all articles again."""

    dependencies = [
        ("knowledgebase", "0005_glossary_of_more_words"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="passage", name="passage_unread"),
        migrations.RemoveIndex(model_name="passage", name="passage_sentence"),
        migrations.RemoveField(model_name="passage", name="sentence"),
        migrations.AddField(
            model_name="passage",
            name="sentence",
            field=pgvector.django.halfvec.HalfVectorField(dimensions=896, null=True),
        ),
        migrations.AddIndex(
            model_name="passage",
            index=pgvector.django.indexes.HnswIndex(
                ef_construction=64, fields=["sentence"], m=16, name="passage_sentence", opclasses=["halfvec_ip_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(
                condition=models.Q(
                    (
                        "language__in",
                        ("en", "de", "ar", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"),
                    ),
                    ("sentence", None),
                ),
                fields=["translation"],
                name="passage_unread",
            ),
        ),
    ]
