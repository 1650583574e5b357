"""Writing articles, below /desk/articles/."""

from django.urls import path

from desk.articles import arranging, editing, gaps, listing, properties, revisions

app_name = "articles"

urlpatterns = [
    path("", listing.articles, name="articles"),
    path("new/", editing.new, name="new"),
    path("gaps/", gaps.to_write, name="gaps"),
    path("gaps/close/", gaps.close, name="close_gap"),
    path("preview/", editing.preview, name="preview"),
    path("categories/", arranging.categories, name="categories"),
    path("categories/add/", arranging.add, name="add_category"),
    path("categories/order/", arranging.order, name="order_categories"),
    path("categories/<int:pk>/", arranging.rename, name="category"),
    path("categories/<int:pk>/remove/", arranging.remove, name="remove_category"),
    path("categories/<int:pk>/sections/", arranging.add_to, name="add_section"),
    path("categories/<int:pk>/sections/order/", arranging.order_within, name="order_sections"),
    path("sections/<int:pk>/", arranging.rename_section, name="section"),
    path("sections/<int:pk>/remove/", arranging.remove_one_section, name="remove_section"),
    path("<int:pk>/", editing.start, name="article"),
    path("<int:pk>/properties/", properties.change, name="properties"),
    path("<int:pk>/verify/", properties.found_true, name="verify"),
    path("<int:pk>/pictures/", properties.picture, name="pictures"),
    path("<int:pk>/translate/", properties.translate, name="translate"),
    path("<int:pk>/<str:language>/", editing.edit, name="text"),
    path("<int:pk>/<str:language>/save/", editing.save, name="save"),
    path("<int:pk>/<str:language>/address/", properties.address, name="address"),
    path("<int:pk>/<str:language>/translated/", properties.translated, name="translated"),
    path("<int:pk>/<str:language>/feedback/<int:feedback>/read/", properties.read_feedback, name="read_feedback"),
    path("<int:pk>/<str:language>/history/", revisions.history, name="history"),
    path("<int:pk>/<str:language>/restore/", revisions.restore, name="restore"),
]
