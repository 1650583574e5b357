import helpdesk.encrypted
from django.db import migrations


def encrypt(apps, schema_editor):
    """What is read unencrypted is written encrypted."""
    for row in apps.get_model("outbox", "WebhookDelivery").objects.only("secret").iterator():
        row.save(update_fields=["secret"])


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0002_webhooks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='webhookdelivery',
            name='secret',
            field=helpdesk.encrypted.EncryptedField(),
        ),
        # There is no way back: who goes back writes the secrets anew.
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
