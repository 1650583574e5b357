"""The language model, below /settings/."""

from django.urls import path

from desk.language_model import settings_page

app_name = "language_model"

urlpatterns = [
    path("language-model/", settings_page.language_model, name="language_model"),
    path("language-model/test/", settings_page.test, name="test"),
]
