"""Django's migrate, by name: what a migration changes in rows is recorded like any other change."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from rootwise.web.audit.operator import named_operator


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> Any:
        alias = options["database"]
        with named_operator(connections[alias], action="migrate"):
            return super().handle(*args, **options)
