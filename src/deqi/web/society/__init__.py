"""The society's site, in areas; without a society in the settings none of it is there."""
