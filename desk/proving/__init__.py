"""Proofs that the desk is set up as meant: a file of test mails, each with what is expected to become of it."""
