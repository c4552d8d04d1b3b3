"""Backups: made while people work, encrypted, read again before they count, restored whole or not at all."""
