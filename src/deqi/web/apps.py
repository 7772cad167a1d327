"""The application that Django knows this room by."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and static files."""

    name = "deqi.web"
    label = "web"

    def ready(self) -> None:
        """Listen to what happens to log-ins."""
        from deqi.web.accounts import signals  # noqa: F401  (models exist only now)
