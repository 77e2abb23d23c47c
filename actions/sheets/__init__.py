"""Tables that come from outside, and plans as tables: read, checked, taken and written; no request and no page.

What parses a file (`child` and what it imports) knows nothing of Django or the database: it runs in a process of its
own, with little memory and little time, and gives back a `Table` or says why it cannot.
"""
