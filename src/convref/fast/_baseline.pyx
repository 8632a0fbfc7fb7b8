"""The kernels for every processor of this architecture."""

include "_instruction_set.pxi"
