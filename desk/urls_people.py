"""Customers and organizations, below /desk/."""

from django.urls import path

from desk.views import customers, merging_people, organizations

urlpatterns = [
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path("customers/<int:pk>/edit/", customers.edit, name="edit_customer"),
    path("customers/<int:pk>/addresses/", customers.add, name="add_address"),
    path("customers/<int:pk>/addresses/write-again/", customers.write_to_again, name="write_to_again"),
    path("customers/<int:pk>/addresses/<int:address>/remove/", customers.remove, name="remove_address"),
    path("customers/<int:pk>/addresses/<int:address>/first/", customers.first, name="make_first"),
    path("customers/<int:pk>/merge/", merging_people.merge, name="merge_people"),
    path("person-merges/<int:pk>/undo/", merging_people.unmerge, name="unmerge_people"),
    path("organizations/names/", customers.organization_names, name="organization_names"),
    path("organizations/<int:pk>/", organizations.organization, name="organization"),
    path("organizations/<int:pk>/edit/", organizations.edit, name="edit_organization"),
]
