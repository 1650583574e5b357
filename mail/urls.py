"""What mail providers call, below /hooks/mail/."""

from django.urls import path

from mail import hooks

app_name = "mail"

urlpatterns = [
    path("<uuid:key>/incoming/", hooks.incoming, name="incoming_hook"),
    # Mailgun sends a message as it came to addresses that end so.
    path("<uuid:key>/incoming/mime", hooks.incoming, name="incoming_mime_hook"),
    path("<uuid:key>/delivery/", hooks.delivery, name="delivery_hook"),
]
