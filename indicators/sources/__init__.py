"""Where figures come from: Kolada (RKA) and Statistics Sweden, asked over HTTP.

Nothing here knows the database. A source answers with figures as it gives them; what is done with them is decided by a
person, who sees old and new beside each other (`indicators.proposing`).
"""
