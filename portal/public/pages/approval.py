"""How a follow-up was approved, in words: by how many here, and who represented the departments. Roles, never names."""


def told(approval):
    """Return the sentences about an approval beside its group, day and minutes."""
    sentences = (members(approval.members), *represented(approval.represented))
    return " ".join(sentence for sentence in sentences if sentence)


def members(number):
    if number < 2:
        return "Gruppens enda ledamot har läst och godkänt den." if number else ""
    who = "Båda ledamöterna" if number == 2 else f"Alla {number} ledamöter"
    return f"{who} har läst och godkänt den."


def represented(some):
    present = [f"{one.department} ({one.role})" for one in some if one.role]
    absent = [one.department for one in some if not one.role]
    yield f"Företrädda vid godkännandet: {'; '.join(present)}." if present else ""
    yield f"Utan företrädare: {'; '.join(absent)}." if absent else ""
