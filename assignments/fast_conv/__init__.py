"""Convolution as fast as NumPy allows."""
