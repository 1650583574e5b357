"""How dates and times are written, where Django's own way is another than that of our screens: one form in each language."""
