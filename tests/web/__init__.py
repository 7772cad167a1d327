"""The clinic in the browser, asked without a browser."""
