"""The web face of a course: hand in, see the report, and the gradebook has it.

docs/decisions/0071 says which part may touch what.
"""
