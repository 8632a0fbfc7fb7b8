# Arrays as kernels want them; the other layers use this too.

cimport numpy as cnp

from .processor cimport idx

cdef object contiguous(cnp.ndarray array)
cdef object empty4(idx first, idx second, idx third, idx fourth, cnp.ndarray like)
