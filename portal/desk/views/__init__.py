"""The pages that belong to nobody's room: what awaits a person, and reports on all of her or his actions."""
