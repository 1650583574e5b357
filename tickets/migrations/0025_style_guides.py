import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0024_emergencies"),
    ]

    operations = [
        migrations.CreateModel(
            name='StyleGuide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('mailbox', models.CharField(blank=True, help_text="The mailbox's address.", max_length=254)),
                ('channel', models.CharField(blank=True, choices=[('email', 'Email'), ('portal', 'Portal'), ('widget', 'Widget'), ('chat', 'Chat'), ('phone', 'Phone'), ('in_person', 'In person'), ('social', 'Social'), ('api', 'API'), ('proactive', 'Proactive')], max_length=10)),
                ('tag', models.CharField(blank=True, max_length=50)),
                ('tone', models.TextField(blank=True)),
                ('good_example', models.TextField(blank=True)),
                ('bad_example', models.TextField(blank=True)),
                ('greetings', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, help_text='One of them begins.', size=None)),
                ('avoid', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                ('emoji_allowed', models.BooleanField(default=True)),
                ('most_words', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
    ]
