"""What differs between two forms of a brand, for the history."""

from django.utils.translation import gettext as _

from desk.settings.differences import Difference


def logo_told(before: str | None, after: str | None) -> list[Difference]:
    return [(_("Logo"), _picture(before), _picture(after))]


def _picture(logo: str | None) -> str:
    """Nobody reads a data: address."""
    kind, _comma, content = (logo or "").partition(";base64,")
    if not content:
        return ""
    named = kind.removeprefix("data:image/").removesuffix("+xml").upper()
    return _("%(kind)s, %(size)s KB") % {"kind": named, "size": -(-len(content) * 3 // 4096)}
