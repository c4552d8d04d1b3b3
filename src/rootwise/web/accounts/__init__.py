"""The people who work here and their service: users, roles, sites with their emergency contacts."""
