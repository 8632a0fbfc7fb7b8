"""Small edits of a student's own function, made and tried inside the child. Worker's side.

The host asks for a list of edits (`proposals`), has them tried on inputs (`attempts`), and judges what comes of it.
What is due never enters this process. No child needs this package before its submission gave a wrong answer. So the
zygote does not load it. The host sends it over the channel to the child that needs it (`grader.sandbox.workbench`).
"""
