"""Convolution of signals."""
