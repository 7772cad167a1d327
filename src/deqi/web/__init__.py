"""The care record in the browser: a Django project, split by who looks at it."""
