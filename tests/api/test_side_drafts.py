"""Words for somebody outside that are not sent yet, over the API."""

import pytest

from tickets.actions import open_side_conversation
from tickets.content import Body
from tickets.models import Draft

pytestmark = pytest.mark.django_db


def test_they_are_kept_read_and_thrown_away(api, ticket):
    path = f"/api/v1/tickets/{ticket.pk}/side-conversations/draft/"
    message = ticket.messages.get()
    assert api.get(path).status_code == 404
    words = {"text": "Is it in stock?", "to": ["bob@supplier.test"], "subject": "A part", "forward": message.pk}
    kept = api.put(path, words).data
    assert (kept["kind"], kept["to"], kept["forwarded"]) == ("forward", ["bob@supplier.test"], message.pk)
    assert api.get("/api/v1/drafts/").data["results"][0]["subject"] == "A part"
    assert api.put(path, {"text": " "}).status_code == 409
    assert api.delete(path).status_code == 204
    assert not Draft.objects.exists()


def test_each_talk_has_its_own(api, ticket, agent):
    side = open_side_conversation(ticket, actor=agent, to=["bob@supplier.test"], subject="A", body=Body.from_text("?"))
    path = f"/api/v1/tickets/{ticket.pk}/side-conversations/{side.pk}/draft/"
    assert api.put(path, {"text": "Any news?"}).data["side"] == side.pk
    assert api.get(f"/api/v1/tickets/{ticket.pk}/side-conversations/draft/").status_code == 404
