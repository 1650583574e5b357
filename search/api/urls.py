from django.urls import path

from search.api import saved_views, tags, views

urlpatterns = [
    path("search/", views.Search.as_view(), name="search"),
    path("search/suggestions/", views.Suggestions.as_view(), name="search_suggestions"),
    path("me/searches/", views.RecentSearches.as_view(), name="recent_searches"),
    path("me/searches/<int:pk>/", views.RecentSearch.as_view(), name="recent_search"),
    path("views/", saved_views.Views.as_view(), name="views"),
    path("views/<int:pk>/", saved_views.OneView.as_view(), name="view"),
    path("views/<int:pk>/tickets/", saved_views.ViewTickets.as_view(), name="view_tickets"),
    path("me/lists/", saved_views.ListSettings.as_view(), name="list_settings"),
    path("tags/", tags.Tags.as_view(), name="tags"),
    path("tags/<int:pk>/", tags.OneTag.as_view(), name="tag"),
    path("tags/<int:pk>/merge/", tags.MergeTag.as_view(), name="merge_tag"),
    path("tags/<int:pk>/archive/", tags.ArchiveTag.as_view(), name="archive_tag"),
    path("tags/<int:pk>/restore/", tags.RestoreTag.as_view(), name="restore_tag"),
]
