"""The navigation of the settings, for every page in their frame."""

from django import template
from django.template.context import Context

from desk.settings.pages import SettingsGroup, groups_for, page_named

register = template.Library()


@register.simple_tag(takes_context=True)
def settings_groups(context: Context) -> list[SettingsGroup]:
    return groups_for(context["request"].user.role)


@register.simple_tag
def settings_page(key: str) -> object:
    """The registry's entry: title, icon, sentence."""
    return page_named(key)
