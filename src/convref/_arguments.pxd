# Shared by the kernels at compile time: the two float types, and the one place where arguments are checked.

ctypedef fused real:
    float
    double

cpdef tuple floats(tuple names, tuple values)
cpdef object array_of(str name, object value)
cpdef object number(str name, object value)
cpdef object positive(str name, object value, str rule=*)
cpdef tuple signal_arguments(object x, object k, int axes, object boundary)
cpdef tuple signal_gradient_arguments(object dout, object x, object k, int axes, object boundary)
cpdef object check(object problem)
cpdef bint is_float32(object array)
cpdef object zero_pad(object x, tuple pad)
cpdef object crop(object x, tuple pad)
