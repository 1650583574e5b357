"""Colours that somebody chose: what is readable on them, whether they are readable themselves, and which ones near by are."""

import colorsys

# WCAG 2.2, AA: of text against what it stands on.
READABLE = 4.5
_STEPS = 255


def text_on(colour: str) -> str:
    """Black or white, whichever has more contrast on #rrggbb (WCAG 2.2): one of them always has more than 4.5:1."""
    return "#ffffff" if contrast(colour, "#ffffff") >= contrast(colour, "#000000") else "#000000"


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def nearest_readable(colour: str, back: str) -> str:
    """Itself where it can be read on `back`; else the nearest in lightness that can, of the same hue."""
    if contrast(colour, back) >= READABLE:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    goal = 0.0 if contrast(back, "#000000") > contrast(back, "#ffffff") else 1.0
    shades = (_hex(colorsys.hls_to_rgb(hue, light + (goal - light) * step / _STEPS, saturation)) for step in range(256))
    return next((shade for shade in shades if contrast(shade, back) >= READABLE), text_on(back))


def mixed(colour: str, other: str, share: float) -> str:
    """`share` of the colour, the rest of the other."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return _hex(tuple(one * share + two * (1 - share) for one, two in pairs))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
