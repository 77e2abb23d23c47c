"""A published content without the words that are to go: a pure function, type by type."""

from msgspec.structs import fields, replace

from portal.publications import content as c
from portal.publications.codes import CODES
from portal.publications.content import Value, rich_fields

SLUGS = (c.Programme, c.Area, c.Plan, c.Indicator)  # whose addresses are made from their titles
FIXED = {
    (c.Region, "slug"),
    (c.Site, "slug"),
    (c.Site, "region_slug"),
    (c.Site, "code"),
    (c.Site, "accent"),
    (c.Plan, "state"),
    (c.Observation, "sex"),
    (c.ComparedValue, "sex"),
    (c.File, "type"),
    (c.File, "digest"),
    *CODES,
}
ADDRESSES = {"minutes_url", "predecessor_url", "successor_url", "website", "email"}  # of no use with a word less


def masked(value, mask):
    """Return a content, or any part of it, in which the mask's words and files are gone."""
    if isinstance(value, str):
        return mask.text(value)
    if isinstance(value, tuple):
        kept = (one for one in value if not is_removed(one, mask))
        return tuple(masked(one, mask) for one in kept)
    if not isinstance(value, Value):
        return value
    changed = {}
    for field in fields(type(value)):
        before = getattr(value, field.name)
        after = masked_field(value, field.name, before, mask)
        if after != before:
            changed[field.name] = after
    return replace(value, **changed) if changed else value


def masked_field(value, name, before, mask):
    kind = type(value)
    if (kind, name) in FIXED:
        return before
    if is_removed(before, mask):
        return None
    if isinstance(before, str):
        if name == "slug" and kind in SLUGS:
            return mask.slug(before, value.id)
        if name in ADDRESSES:
            return "" if mask.holds(before) else before
        if name in rich_fields(kind):
            return mask.rich(before)
    return masked(before, mask)


def is_removed(value, mask):
    return isinstance(value, c.File) and value.digest in mask.digests
