"""Testing how a mailbox gets and sends its mail, step by step, each told in words that say what to do.

A person asks, a worker tests (`asking`, `run`): `incoming` signs in where mail is fetched, `outgoing` speaks with the server
that sends, `records` looks up what the sending domain publishes.
"""
