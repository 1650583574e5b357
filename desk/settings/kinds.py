"""Every kind of setting that has a history, in one list: what its fields are called, and how it is put back.

A kind is described by the app that owns it (for example tickets/setting_kinds.py) and named here.
"""

from accounts.setting_kinds import Kind

KINDS: tuple[Kind, ...] = ()
BY_CODE = {kind.code: kind for kind in KINDS}
