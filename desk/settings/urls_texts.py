"""The pages of the texts of mails."""

from django.urls import path

from desk.settings.views import texts

_TEXT = "texts/<slug:code>/<slug:language>/"

urlpatterns = [
    path("texts/", texts.texts, name="texts"),
    path(_TEXT, texts.text, name="mail_text"),
    path(f"{_TEXT}preview/", texts.text_preview, name="mail_text_preview"),
    path(f"{_TEXT}reset/", texts.reset, name="reset_mail_text"),
]
