# Shared by the kernels at compile time: the two float types, and the one place where arrays are checked.

ctypedef fused real:
    float
    double

cpdef tuple floats(tuple names, tuple values)
cpdef object check(object problem)
cpdef bint is_float32(object array)
cpdef object zero_pad(object x, tuple pad)
cpdef object crop(object x, tuple pad)
