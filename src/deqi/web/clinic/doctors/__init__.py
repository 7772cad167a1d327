"""Links for doctors and their answers."""
