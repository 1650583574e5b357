from django.urls import path

from search.api import views

urlpatterns = [path("search/", views.Search.as_view(), name="search")]
