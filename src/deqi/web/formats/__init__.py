"""How dates and times are written, where we differ from what the library ships."""
