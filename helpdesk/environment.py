"""Where settings come from: the process environment and, below it, `<HELPDESK_DATA_DIR>/env`, which `make run` writes so that
`manage.py` commands in the same checkout reach the same embedded servers.
"""

from pathlib import Path

from helpdesk.env import Env

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
DATA_DIR = Path(env.str("HELPDESK_DATA_DIR", default=".local"))
if not DATA_DIR.is_absolute():
    DATA_DIR = BASE_DIR / DATA_DIR
Env.read_env(DATA_DIR / "env", overwrite=False)
