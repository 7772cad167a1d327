"""The society's site, asked without a browser."""
