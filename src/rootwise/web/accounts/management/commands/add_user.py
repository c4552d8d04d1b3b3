"""`rootwise manage add_user`: the first administrator and supervisor. Everybody else is invited by somebody who is there already."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from rootwise.web.accounts.actions import add_user
from rootwise.web.accounts.models import Site
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.operator import operator


class Command(BaseCommand):
    help = "Add a user and ask for a password, which is typed twice and shown nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--initials", required=True)
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--site", required=True, help="the name of the service, as in its site file")

    def handle(self, *_: Any, **options: Any) -> None:
        site = Site.objects.filter(name=options["site"]).first()
        if site is None:
            raise CommandError(
                f"There is no site of this name. There are: {', '.join(Site.objects.values_list('name', flat=True)) or 'none yet'}."
            )
        add_user(
            by=operator(),
            site=site,
            email=options["email"],
            name=options["name"],
            initials=options["initials"],
            role=Role(options["role"]),
            password=_asked(),
            vouched=True,
        )
        self.stdout.write("added")


def _asked() -> str:
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        raise CommandError("The two are not the same. Nobody was added.")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return password
