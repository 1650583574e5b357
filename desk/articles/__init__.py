"""Writing articles, below /desk/articles/."""
