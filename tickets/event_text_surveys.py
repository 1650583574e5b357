"""Sentences of events about surveys and ratings."""

from django.utils.translation import gettext as _

from tickets.event_names import Names
from tickets.models import Event
from tickets.ratings import SurveyKind, score_text


def survey_sent(event: Event, who: str, names: Names) -> str:
    return _("%(person)s was asked by mail to rate our help") % {"person": names.person(event.data["person"])}


def rated(event: Event, who: str, names: Names) -> str:
    data = event.data
    words = {"who": who, "score": score_text(data["of"], data["score"])}
    if data["before"] == data["score"]:
        sentence = _("%(who)s changed the comment on their rating, %(score)s") % words
    elif data["before"] is not None:
        sentence = _("%(who)s changed their rating to %(score)s") % words
    else:
        sentence = {
            SurveyKind.CSAT: _("%(who)s rated our help: %(score)s"),
            SurveyKind.NPS: _("%(who)s said how likely they are to recommend us: %(score)s"),
            SurveyKind.CES: _("%(who)s said how easy it was: %(score)s"),
        }[SurveyKind(data["of"])] % words
    return _("%(what)s – “%(words)s”") % {"what": sentence, "words": data["comment"]} if data["comment"] else sentence
