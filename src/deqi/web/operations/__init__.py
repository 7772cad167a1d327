"""What the person does who looks after the machine: start it, keep it, check it."""
