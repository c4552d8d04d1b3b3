from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "rootwise.web.children"
    label = "children"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rootwise.web.accounts.changing import address_changes
        from rootwise.web.children.signals import keep_barred

        address_changes.connect(keep_barred, dispatch_uid="rootwise.children.keep_barred")
