"""The one use case: a submission, an assignment and a seed become a Report."""
