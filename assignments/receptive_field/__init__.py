"""The receptive field."""
