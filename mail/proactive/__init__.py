"""Messages that we write first: to a segment of customers, at once, at a time, or some days after something happened."""
