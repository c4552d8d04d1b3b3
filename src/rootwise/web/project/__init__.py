"""The Django project: settings, addresses, how it starts, what it refuses to start with."""
