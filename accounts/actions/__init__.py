"""The verbs on people of ours and their teams. Each refuses with a sentence, and notes what it changed (setting_changes.py)."""
