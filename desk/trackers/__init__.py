"""The settings' pages about trackers."""
