"""Drafts of answers by a language model, from our own passages alone: asking it, and checking what it says."""
