# The kernels of the instruction set in use. The modules that check arguments call them.

cdef extern from "kernels/table.h" nogil:
    ctypedef Py_ssize_t idx
    ctypedef struct Sizes:
        idx N, C, H, W, F, HH, WW, SH, SW, PH, PW, OH, OW
    ctypedef struct Kernels:
        int (*conv_forward)(const Sizes*, const void*, const void*, const void*, void*, int) noexcept nogil
        int (*conv_backward)(
            const Sizes*, const void*, const void*, const void*, void*, void*, void*, int
        ) noexcept nogil
        void (*max_pool_forward)(const Sizes*, const void*, void*, int) noexcept nogil
        void (*max_pool_backward)(const Sizes*, const void*, const void*, void*, int) noexcept nogil
        void (*avg_pool_forward)(const Sizes*, const void*, void*, int) noexcept nogil
        void (*avg_pool_backward)(const Sizes*, const void*, void*, int) noexcept nogil
        void (*relu_forward)(idx, const void*, void*, int) noexcept nogil
        void (*relu_backward)(idx, const void*, const void*, void*, int) noexcept nogil
        int (*all_finite)(idx, const void*) noexcept nogil
        double (*multiply_adds)(idx) noexcept nogil
    ctypedef struct InstructionSet:
        Kernels float32, float64
        int vector_bytes, openmp

cdef const Kernels* kernels_for(object array) noexcept
cdef int threads_for(double work) noexcept
cdef bint read_pair(object value, idx* first, idx* second) noexcept
