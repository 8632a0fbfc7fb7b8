"""What the slides state in words."""
