"""Tests that expose wrong layers."""
