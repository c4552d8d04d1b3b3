"""`rootwise manage vouch`: where no supervisor of the service can vouch for a colleague on the page of that person."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rootwise.web.accounts.actions import vouch_by_operator
from rootwise.web.accounts.selectors import user_with_address
from rootwise.web.audit.operator import operator


class Command(BaseCommand):
    help = "Say that you know this person as a colleague. Ask somebody of the service who is not an administrator first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)

    def handle(self, *_: Any, **options: Any) -> None:
        user = user_with_address(options["email"])
        if user is None:
            raise CommandError("Nobody has this address.")
        vouch_by_operator(by=operator(), user=user)
        self.stdout.write("vouched")
