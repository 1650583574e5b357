"""Messages to customers: written by managers, sent to a segment."""
