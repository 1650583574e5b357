import helpdesk.encrypted
import integrations.models
from django.db import migrations


def encrypt(apps, schema_editor):
    """What is read unencrypted is written encrypted."""
    for row in apps.get_model("integrations", "Tracker").objects.only("token", "webhook_secret").iterator():
        row.save(update_fields=["token", "webhook_secret"])


class Migration(migrations.Migration):

    dependencies = [
        ('integrations', '0001_trackers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='tracker',
            name='token',
            field=helpdesk.encrypted.EncryptedField(blank=True),
        ),
        migrations.AlterField(
            model_name='tracker',
            name='webhook_secret',
            field=helpdesk.encrypted.EncryptedField(default=integrations.models.new_secret),
        ),
        # There is no way back: who goes back writes the secrets anew.
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
