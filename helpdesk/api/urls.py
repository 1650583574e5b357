"""`/api/`: the API of each app, its OpenAPI document and documentation."""

from django.urls import include, path, re_path

from helpdesk.api import views

v1 = [
    path("", include("accounts.api.urls")),
    path("", include("tickets.api.urls")),
    path("", include("search.api.urls")),
    path("", include("mail.api.urls")),
    path("", include("sla.api.urls")),
    path("", include("knowledgebase.api.urls")),
    path("", include("routing.api.urls")),
    path("", include("integrations.api.urls")),
    path("", include("metrics.api.urls")),
    path("", include("chat.api.urls")),
    path("", include("status.api.urls")),
    path("", include("privacy.api.urls")),
    path("", include("portal.api.urls")),
    path("", include("desk.api.urls")),
]

urlpatterns = [
    path("api/v1/", include((v1, "api"))),
    path("api/schema/", views.schema, name="api_schema"),
    path("api/docs/", views.docs, name="api_docs"),
    re_path(r"^api/(?P<path>(?s:.*))$", views.not_found, name="api_not_found"),
]
