"""`rootwise manage add_site site.yaml`: the first thing an installer does."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rootwise.report.site import read_site
from rootwise.web.accounts.actions import add_site
from rootwise.web.audit.operator import operator


class Command(BaseCommand):
    help = "Add a service with its emergency contacts from a site file (examples/site.yaml shows the form)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *_: Any, **options: Any) -> None:
        read = read_site(options["file"])
        site = add_site(by=operator(), name=read.site, contacts=read.contacts)
        self.stdout.write(f"{site.name}: added with {len(read.contacts)} contacts")
