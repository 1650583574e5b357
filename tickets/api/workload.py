"""Who has how much to do now: what an agent sees before handing a ticket over."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import User
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from tickets.api.output import PersonRef
from tickets.load import open_counts


class WorkloadOut(serializers.Serializer):
    person = PersonRef()
    open_count = serializers.IntegerField(
        help_text="New and open tickets assigned to them, not snoozed; 101 stands for more."
    )


class WorkloadPage(PageOut):
    results = WorkloadOut(many=True)


class Workload(ApiView):
    staff_only = True
    operations = {"get": Operation("list_workload", query=PageQuery, gives=WorkloadPage)}

    def get(self, request: ApiRequest) -> Response:
        """Every colleague with the number of tickets they have to work on now."""
        asked = self.asked(request)
        page = page_of(
            User.objects.staff().order_by(),
            sort=Sort("pk"),
            request=request,
            limit=asked["limit"],
            cursor=asked.get("cursor", ""),
        )
        counts = open_counts([person.pk for person in page.rows])
        rows = [{"person": person, "open_count": counts[person.pk]} for person in page.rows]
        results = WorkloadOut(rows, many=True, context={"person": request.user}).data
        return Response({"results": results, "next": page.next, "previous": page.previous})
