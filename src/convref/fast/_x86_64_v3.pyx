"""The kernels for processors with AVX2 and FMA. Import it only where there is one: `convref.fast.processor` does."""

include "_instruction_set.pxi"
