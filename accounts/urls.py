"""Signing in and out, and the profile."""

from django.urls import path

from accounts import (
    address_views,
    brand_views,
    invitation_views,
    link_views,
    own_address_views,
    password_views,
    token_views,
    views,
)

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.enter_code, name="account_code"),
    path("sign-in/link/<str:token>/", link_views.sign_in_link, name="account_link"),
    path("sign-in/password/", views.enter_password, name="account_password"),
    path("invitation/<int:pk>/<str:token>/", invitation_views.invitation, name="invitation"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("brand/<int:pk>/<str:key>.css", brand_views.colours, name="brand_colours"),
    path("brand/<int:pk>/logo/<str:key>", brand_views.logo, name="brand_logo"),
    path("brand/<int:pk>/icon/<str:key>.svg", brand_views.icon, name="brand_icon"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", password_views.password, name="profile_password"),
    path("profile/password/remove/", password_views.remove, name="profile_password_remove"),
    path("profile/addresses/add/", own_address_views.add, name="add_address"),
    path("profile/addresses/add/code/", own_address_views.enter_code, name="add_address_code"),
    path("profile/addresses/<int:pk>/remove/", own_address_views.remove, name="remove_own_address"),
    path("profile/addresses/<int:pk>/", address_views.confirm, name="confirm_address"),
    path("profile/tokens/", token_views.tokens, name="profile_tokens"),
    path("profile/tokens/<int:pk>/revoke/", token_views.revoke, name="profile_token_revoke"),
]
