from django.db import migrations
from pgvector.django import VectorExtension


class Migration(migrations.Migration):
    """PostgreSQL's type for vectors; what has one depends on this."""

    dependencies = [
        ('search', '0003_words_and_names'),
    ]

    operations = [
        VectorExtension(),
    ]
