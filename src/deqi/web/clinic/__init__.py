"""What practitioners and managers see."""
