"""Ties the audit to every connection."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "rootwise.web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rootwise.web.audit.anchor import append_anchor
        from rootwise.web.audit.guards import put_guards_on
        from rootwise.web.audit.sealing import seal
        from rootwise.web.database.session import NamedConnection
        from rootwise.web.tiers import check_tiers

        NamedConnection.before_commit[:] = [seal]
        NamedConnection.after_commit[:] = [append_anchor]
        NamedConnection.after_schema_change[:] = [put_guards_on]
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="rootwise.audit.guards")  # once, not for each app
        register(check_tiers)


def _after_migrate(*, using: str, **_: Any) -> None:
    """Also when no table changed: a release may bring other guards."""
    from django.db import connections, transaction

    from rootwise.web.audit.guards import put_guards_on

    with transaction.atomic(using=using):
        put_guards_on(connections[using])
