"""LTI 1.3 Advantage: an LMS's people come in by its own links, and their grades go back (docs/decisions/0076).

The protocol, its signatures and keys are those of `pylti1p3`; here is what the portal makes of it.
"""
