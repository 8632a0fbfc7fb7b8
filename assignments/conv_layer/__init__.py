"""The convolution layer."""
