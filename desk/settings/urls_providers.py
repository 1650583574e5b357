"""The provider of a mailbox, below /settings/."""

from django.urls import path

from desk.settings.views import providers

urlpatterns = [
    path("mailboxes/<int:pk>/provider/", providers.provider, name="mail_provider"),
    path("mailboxes/<int:pk>/provider/remove/", providers.remove, name="remove_mail_provider"),
]
