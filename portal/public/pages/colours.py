"""The municipality's own colour, made dark enough to be read, and what follows from it."""

import re

PAPER = (253, 252, 250)
STANDARD = "#1c5d4a"
CONTRAST = 4.8  # a little above the 4.5:1 that text needs (WCAG 1.4.3), so that rounding never takes it below


def readable(colour):
    """Return the colour, darkened step by step until it can be read on paper and on its own wash.

    What is no colour of the form #1c5d4a becomes the portal's own.
    """
    channels = parse(colour) or parse(STANDARD)
    while min(contrast(channels, PAPER), contrast(channels, parse(wash(written(channels))))) < CONTRAST:
        channels = tuple(int(channel * 0.95) for channel in channels)
    return written(channels)


def wash(colour):
    """Return the pale ground of a readable colour: one part of it in nine of white."""
    return written(tuple(round(255 - (255 - channel) * 0.1) for channel in parse(colour)))


def contrast(one, other):
    """Return the contrast ratio of two colours as WCAG 2 defines it, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(channels):
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (channel / 255 for channel in channels)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def parse(colour):
    match = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", colour)
    return tuple(int(part, 16) for part in match.groups()) if match else None


def written(channels):
    return "#{:02x}{:02x}{:02x}".format(*channels)


def style_sheet(colour):
    """Return the style sheet that gives a municipality's pages its colour."""
    accent = readable(colour)
    return f"@layer tokens {{ :root {{ --accent: {accent}; --accent-wash: {wash(accent)} }} }}\n"
