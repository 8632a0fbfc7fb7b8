"""Sealed files: an assignment's public cases, for students who have not got its author's functions.

`making` seals an assignment, `file` is what is written, `boxes` hold what is due, and `grading` opens them with a
submission's own answers (docs/decisions/0070-sealed-files.md).
"""
