"""The settings at /settings/: the frame of all their pages, and the pages of what the desk itself has."""
