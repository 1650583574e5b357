"""How a form that was refused is answered."""

from django.core.exceptions import ValidationError
from django.forms import Form, ModelForm

from accounts.limits import TooMany

_TOO_MANY = "too_many"


def refuse(form: Form, field: str, refusal: Exception) -> None:
    """The refusal's sentence beside the field."""
    form.add_error(field, ValidationError(str(refusal), code=_TOO_MANY if isinstance(refusal, TooMany) else "refused"))


def status_of(form: Form | ModelForm) -> int:
    """200 for a form to be filled in, 422 for one with something wrong in it, 429 for one that came too often."""
    if not form.errors:
        return 200
    return 429 if any(form.has_error(field, _TOO_MANY) for field in form.errors) else 422
