"""Addresses with a character that no text of the database can hold: there is nothing behind them."""

from django.http import Http404, HttpRequest, HttpResponseBase

from helpdesk.for_pages import Answer, for_pages


class NoSuchAddress:
    """Not found, where nothing below knew better, instead of the error of the query that looked for it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Django asks when a view has raised. Raises Http404."""
        if isinstance(error, ValueError) and "\x00" in request.path_info:
            raise Http404 from error


no_such_address_middleware = for_pages()(NoSuchAddress)
