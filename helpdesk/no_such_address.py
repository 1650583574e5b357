"""Addresses with a character that no text of the database can hold: there is nothing behind them."""

from django.http import Http404, HttpRequest, HttpResponseBase

from helpdesk.for_pages import Answer, for_pages


@for_pages()
def no_such_address_middleware(get_response: Answer) -> Answer:
    """404 instead of an error of the query that looks for it."""

    def only_texts(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404
        return get_response(request)

    return only_texts
