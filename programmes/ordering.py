"""The order of rows that officials put in order themselves."""


def move(row, siblings, direction):
    """Put a row one place up (-1) or down (1) among its siblings and number them from 1; inside a change."""
    rows = list(siblings.select_for_update())
    here = rows.index(row)
    there = here + direction
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        for number, one in enumerate(rows, start=1):
            if one.order != number:
                one.order = number
                one.save()
