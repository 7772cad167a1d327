"""The application that Django knows this room by."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and static files."""

    name = "deqi.web"
    label = "web"
