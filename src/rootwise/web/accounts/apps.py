from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rootwise.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rootwise.web.accounts.signals import connect

        connect()
