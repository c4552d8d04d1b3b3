"""Django's commands, each under the login of who typed it."""

from collections.abc import Sequence

from django.core.management import ManagementUtility
from django.db import connections

from rootwise.web.audit.operator import named_operator
from rootwise.web.project.configuration import Configuration
from rootwise.web.project.lock import data_in_use


def run_command(configuration: Configuration, arguments: Sequence[str]) -> None:
    configuration.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with data_in_use(configuration.data), named_operator(connections["default"], action=arguments[0] if arguments else "help"):
        ManagementUtility(["rootwise manage", *arguments]).execute()
