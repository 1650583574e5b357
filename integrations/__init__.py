"""Other people's systems: trackers, where engineering keeps its issues. Nothing here talks to the network within a request."""
