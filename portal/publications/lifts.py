"""From an older schema of contents to the next one; what stands here is never changed."""

from programmes.rich import paragraphs


def rich_texts(kind, plain):
    """Lift schema 1, whose long texts were plain, to schema 2, where they are rich: they look as they did."""
    names = {
        "programme": "vision target_picture purpose background process summary context linked_vision",
        "follow_up": "summary motivation deviations next_year",
        "site": "accessibility_statement personal_data",
        "areas of programme": "main_strategy description",
        "areas of follow_up": "motivation",
        "plans of programme": "summary",
    }

    def lifted(what, row):
        rows = {
            name: [lifted(f"{name} of {what}", one) for one in row[name]]
            for name in ("areas", "plans")
            if f"{name} of {what}" in names
        }
        whole = {"programme": lifted("programme", row["programme"])} if what == "follow_up" else {}
        return row | rows | whole | {name: paragraphs(row[name]) for name in names[what].split()}

    return lifted(kind, plain)
