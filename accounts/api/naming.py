"""What still names a thing that was put away, beside it over the API."""

from rest_framework import serializers

from accounts.naming import named_by


class Named(serializers.Serializer):
    """Beside what was put away, over the API."""

    named_by = serializers.SerializerMethodField(
        help_text="The rules that are on, policies in force and emergency plans that still name it: change them."
    )

    sort = ""
    key = "pk"

    def get_named_by(self, thing: object) -> list[str]:
        return named_by(self.sort, getattr(thing, self.key))
