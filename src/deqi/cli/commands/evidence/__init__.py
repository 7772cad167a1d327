"""`deqi evidence ...`: one module for each of its subcommands."""
