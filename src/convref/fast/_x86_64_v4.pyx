"""The kernels for processors with AVX-512. Import it only where there is one: `convref.fast.processor` does."""

include "_instruction_set.pxi"
