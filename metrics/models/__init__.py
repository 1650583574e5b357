"""Facts derived from tickets, surveys, and what is read from both."""
