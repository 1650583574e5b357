"""Text in files that spreadsheets open: what a customer wrote is never computed."""

# What begins so is taken for a formula; some programs read the wide forms of East Asian writing as the narrow ones.
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def harmless(text: str) -> str:
    """For CSV, where a cell has no kind: as text, whatever program opens the file."""
    return f"'{text}" if text.startswith(BEGINNINGS) else text
