"""`make bench`: how fast the real pages, actions and mails are beside two floors of the same run (docs/bench.md)."""
