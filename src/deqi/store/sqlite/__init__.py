"""Django's SQLite, whose writers take turns without long naps; see `base`."""
