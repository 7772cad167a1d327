"""Log-ins: how they are made, by invitation only, and what is asked of them."""
