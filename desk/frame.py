"""The desk around pages that belong to apps below it (accounts/frames.py)."""

from accounts.frames import Frame
from accounts.models import User
from desk.lists import sidebar


def profile_frame(person: User) -> Frame:
    """The sidebar, and the sections of the profile."""
    return {"frame": "desk/profile_base.html", "counts": sidebar(person), "nav_key": "profile"}
