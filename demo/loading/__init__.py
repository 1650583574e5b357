"""The demo's past: planned as stories (pure, from a seed), then acted out through the real verbs at their own times."""
