"""One thing that a person does: checks, the rule, the change and its audit row, all or nothing."""
