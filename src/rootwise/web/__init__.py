"""A team's records in a web application: Django, on encrypted SQLite or PostgreSQL (docs/web.md)."""
