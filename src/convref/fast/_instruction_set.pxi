# The body of every instruction set's module. It says where the kernels are, which setup.py compiles for it.

from cpython.pycapsule cimport PyCapsule_New

cdef extern from "kernels/table.h":
    ctypedef struct InstructionSet:
        pass
    const InstructionSet *find_kernels()

table = PyCapsule_New(<void*> find_kernels(), "convref.fast.InstructionSet", NULL)
