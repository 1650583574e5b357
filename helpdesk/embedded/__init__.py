"""A real PostgreSQL and a real Redis from wheels, supervised by us. Knows nothing of Django."""


class CannotStart(Exception):
    """A server that does not start; the text is one line for a person."""
