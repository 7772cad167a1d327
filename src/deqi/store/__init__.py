"""Where is it kept? Rows of a database, sealed, and records of `deqi.records`, both ways."""
