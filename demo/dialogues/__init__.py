"""Everything customers and agents of the demo company say to each other, by topic."""

from demo.dialogues import (
    api,
    billing,
    german_billing,
    german_use,
    import_export,
    integrations,
    invoicing,
    login,
    mobile,
    operations,
    planning,
    plans,
    timesheets,
)
from demo.dialogues.model import Dialogue

DIALOGUES: tuple[Dialogue, ...] = (
    *billing.DIALOGUES,
    *plans.DIALOGUES,
    *login.DIALOGUES,
    *import_export.DIALOGUES,
    *api.DIALOGUES,
    *integrations.DIALOGUES,
    *mobile.DIALOGUES,
    *planning.DIALOGUES,
    *timesheets.DIALOGUES,
    *invoicing.DIALOGUES,
    *operations.DIALOGUES,
    *german_billing.DIALOGUES,
    *german_use.DIALOGUES,
)
