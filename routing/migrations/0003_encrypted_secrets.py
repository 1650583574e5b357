import helpdesk.encrypted
import routing.models
from django.db import migrations


def encrypt(apps, schema_editor):
    """What is read unencrypted is written encrypted."""
    for row in apps.get_model("routing", "WebhookTarget").objects.only("secret").iterator():
        row.save(update_fields=["secret"])


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0002_smart_routing'),
    ]

    operations = [
        migrations.AlterField(
            model_name='webhooktarget',
            name='secret',
            field=helpdesk.encrypted.EncryptedField(default=routing.models.new_secret),
        ),
        # There is no way back: who goes back writes the secrets anew.
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
