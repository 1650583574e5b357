"""The forms of an article: its words, what it is besides, and where it stands."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.brands import brands, has_several
from accounts.models import User
from helpdesk.moment_field import MomentField
from knowledgebase.models import Article, Category, Section, Visibility
from knowledgebase.models.article import LONGEST_BODY, LONGEST_TITLE
from knowledgebase.models.gap import LONGEST_GAP
from knowledgebase.writing import categories

_LONGEST_TAG = 50


class TextForm(forms.Form):
    """What is written, and what is to become of it. The verbs judge the words; here nothing is cut off or stripped."""

    title = forms.CharField(required=False, strip=False)
    body = forms.CharField(required=False, strip=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    act = forms.CharField(required=False, max_length=20)
    publish_at = MomentField(label=_("Publish it at"), required=False)

    @property
    def moment(self) -> datetime | None:
        return self.cleaned_data["publish_at"]


class PlaceField(forms.ChoiceField):
    """A category, or a section of one: "7" or "7.12"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Category"), **kwargs)

    def offer(self, found: list[Category]) -> None:
        choices: list[Any] = []
        for category in found:
            choices.append((str(category.pk), str(category)))
            choices += [
                (f"{category.pk}.{section.pk}", f"{category} › {section}") for section in category.sections.all()
            ]
        self.choices = choices

    def clean(self, value: Any) -> tuple[int, int | None]:
        category, _dot, section = super().clean(value).partition(".")
        return int(category), int(section) if section else None


class _WithPlace(forms.Form):
    place = PlaceField()
    visibility = forms.ChoiceField(label=_("Who may read it"), choices=Visibility.choices, initial=Visibility.PUBLIC)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._categories = {category.pk: category for category in categories()}
        field: Any = self.fields["place"]
        field.offer(list(self._categories.values()))

    @property
    def has_place(self) -> bool:
        """Whether there is any category to put it into."""
        return bool(self._categories)

    @property
    def category(self) -> Category:
        return self._categories[self.cleaned_data["place"][0]]

    @property
    def section(self) -> Section | None:
        key = self.cleaned_data["place"][1]
        return next((section for section in self.category.sections.all() if section.pk == key), None)


class NewArticleForm(_WithPlace):
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE, help_text=_("As a customer would ask it."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    body = forms.CharField(required=False, max_length=LONGEST_BODY, widget=forms.HiddenInput)
    gap = forms.CharField(required=False, max_length=LONGEST_GAP, widget=forms.HiddenInput)
    field_order = ["title", "place", "visibility", "language"]


class TicketArticleForm(NewArticleForm):
    """With the words that the ticket proposes, to be read before they are used."""

    body = forms.CharField(
        label=_("Words"),
        required=False,
        strip=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    field_order = ["title", "body", "place", "visibility", "language"]


class PropertiesForm(_WithPlace):
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    tags = forms.CharField(label=_("Tags"), required=False, max_length=1000, help_text=_("With commas between."))
    brands = forms.TypedMultipleChoiceField(
        label=_("In the help centre of"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: wherever its category stands."),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        place = f"{article.category_id}.{article.section_id}" if article.section_id else str(article.category_id)
        kwargs["initial"] = {
            "place": place,
            "visibility": article.visibility,
            "owner": article.owner_id,
            "tags": ", ".join(article.tags),
            "brands": article.brands,
        }
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = User.objects.staff().order_by("name", "pk")
        if has_several():
            fields["brands"].choices = [(brand.pk, brand.name) for brand in brands()]
        else:
            del fields["brands"]
        fields["owner"].label_from_instance = lambda person: person.display_name

    def clean_tags(self) -> list[str]:
        tags = list(
            dict.fromkeys(filter(None, (part.strip().lower() for part in self.cleaned_data["tags"].split(","))))
        )
        if any(len(tag) > _LONGEST_TAG for tag in tags):
            raise forms.ValidationError(_("Use shorter tags, of at most 50 characters."))
        return tags
