"""Sizes, padding, parameters."""
