import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_abilities'),
        ('sla', '0003_recomputation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrivals',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(help_text='When the half hour begins.')),
                ('language', models.CharField(blank=True, max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('team', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name_plural': 'arrivals',
                'constraints': [models.UniqueConstraint(fields=('at', 'team', 'language'), name='arrivals_once', nulls_distinct=False)],
            },
        ),
    ]
