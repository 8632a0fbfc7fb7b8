"""Filters on images."""
