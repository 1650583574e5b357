"""The mail catcher: in the demo every outgoing mail can be read here as its recipient gets it, and answered."""
