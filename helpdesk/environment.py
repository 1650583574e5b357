"""Where settings come from: the process environment and, below it, `<HELPDESK_DATA_DIR>/env`, which `make run` writes so that
`manage.py` commands in the same checkout reach the same embedded servers.
"""

import os
from pathlib import Path

from helpdesk.env import Env

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
# As the launcher reads it (helpdesk/launcher/options.py).
DATA_DIR = BASE_DIR / os.path.expanduser(env.str("HELPDESK_DATA_DIR", default="").strip() or ".local")
Env.read_env(DATA_DIR / "env", overwrite=False)
