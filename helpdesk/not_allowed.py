"""A page for whoever opens an address that only takes what a form sends: by Back, by a reload, by a copied link."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string

from helpdesk.for_pages import Answer, for_pages


@for_pages()
def not_allowed_middleware(get_response: Answer) -> Answer:
    """Django's answer to a wrong method has no words; browsers get some, which say that nothing was done."""

    def in_words(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content and _is_page(request):
            response.content = render_to_string("405.html", request=request).encode()
        return response

    return in_words


def _is_page(request: HttpRequest) -> bool:
    """Asked for by a browser, as a whole."""
    asks_for_html = "text/html" in request.headers.get("Accept", "")
    return asks_for_html and request.method == "GET" and request.headers.get("HX-Request") != "true"
