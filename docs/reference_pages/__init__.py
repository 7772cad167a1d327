"""One module a page: the code described by itself."""
