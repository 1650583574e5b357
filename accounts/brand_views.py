"""What a brand's pages and mails load of it: colours, logo, icon. Each address changes with what is behind it, so it is kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from accounts.branding import BrandNow, stylesheet
from accounts.general import general
from accounts.logos import icon_svg, logo_content
from accounts.models import Brand
from helpdesk.colours import text_on

_OUR_COLOUR = "#4353d6"
# A picture that is opened by itself runs and loads nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@require_safe
def colours(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    brand, _row = _brand(pk)
    if not brand.style_key:
        raise Http404
    return _kept(
        HttpResponse(stylesheet(brand.colour, brand.dark_colour), content_type="text/css"), key, brand.style_key
    )


@require_safe
def logo(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    brand, row = _brand(pk)
    if not brand.logo_key:
        raise Http404
    kind, content = logo_content(row.logo)
    return _kept(HttpResponse(content, content_type=kind), key, brand.logo_key)


@require_safe
def icon(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The logo in a square, else the first letter of the name on the colour."""
    brand, row = _brand(pk)
    colour = brand.colour or _OUR_COLOUR
    svg = icon_svg(row.logo, escape(brand.name[:1].upper()), colour, text_on(colour))
    return _kept(HttpResponse(svg, content_type="image/svg+xml"), key, brand.icon_key)


def _brand(pk: int) -> tuple[BrandNow, Brand]:
    """Asked of the database: the page may come from a process that heard of the brand before this one."""
    row = Brand.objects.filter(pk=pk).first() if pk < 2**63 else None
    if row is None:
        raise Http404
    known = {name: getattr(row, name) for name in ("colour", "dark_colour", "logo_key")}
    return BrandNow(pk=row.pk, own_name=row.name, desk_name=general().desk_name, **known), row


def _kept(response: HttpResponse, asked: str, key: str) -> HttpResponse:
    """For ever where the address is that of what is shown; an old page's address shows what there is now."""
    response["Cache-Control"] = "public, max-age=31536000, immutable" if asked == key else "public, max-age=60"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    # Mail programs and the widget on other websites show the logo.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
