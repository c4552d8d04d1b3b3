from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "rootwise.web.look"
    label = "look"
