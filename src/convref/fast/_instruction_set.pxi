# The body of every instruction set's module: the kernels as this module's flags compile them, and where they are.

from cpython.pycapsule cimport PyCapsule_New

cdef extern from "kernels/kernels.h":
    ctypedef struct InstructionSet:
        pass
    const InstructionSet instruction_set

table = PyCapsule_New(<void*> &instruction_set, "convref.fast.InstructionSet", NULL)
