"""The pages of brands."""

from django.urls import path

from desk.settings.views import brands

urlpatterns = [
    path("brands/", brands.brands, name="brands"),
    path("brands/new/", brands.new_brand, name="new_brand"),
    path("brands/preview/", brands.preview, name="preview_brand"),
    path("brands/<int:pk>/", brands.brand, name="brand"),
    path("brands/<int:pk>/archive/", brands.archive, name="archive_brand"),
]
