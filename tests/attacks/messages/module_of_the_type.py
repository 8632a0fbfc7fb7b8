"""Raises an error whose type says that it comes from a module of ours, with an element in its name.

harm: shown
stopped by: host
"""


def f(x):
    kind = type("Broken<script>alert(1)</script>", (Exception,), {"__module__": "grader.errors", "__qualname__": "<b>"})
    kind.__doc__ = "<script>"
    raise kind("</td><script>alert(1)</script>")
