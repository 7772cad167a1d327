"""The application that Django knows this room by."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Models and migrations of the care record."""

    name = "deqi.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Seal the addresses that the log-in library keeps, like our own."""
        from deqi.store.addresses import seal_addresses_of_logins

        seal_addresses_of_logins()
