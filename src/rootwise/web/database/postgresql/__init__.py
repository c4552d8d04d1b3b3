"""Django's PostgreSQL, whose connections say who writes."""
