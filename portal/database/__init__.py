"""Django's PostgreSQL backend for a server of our own, which the first connection starts."""
