"""Pages of a lecture that compute: ``grader lecture``."""
