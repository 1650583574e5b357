"""Which text is readable on a colour that somebody chose."""


def text_on(colour: str) -> str:
    """Black or white, whichever has more contrast on #rrggbb (WCAG 2.2): one of them always has more than 4.5:1."""
    light = _luminance(colour)
    on_white, on_black = 1.05 / (light + 0.05), (light + 0.05) / 0.05
    return "#ffffff" if on_white >= on_black else "#000000"


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
