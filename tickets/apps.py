from django.apps import AppConfig


class TicketsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "tickets"

    def ready(self) -> None:
        from helpdesk import live
        from tickets.unheard import Unheard

        live.look_out_with(Unheard)
