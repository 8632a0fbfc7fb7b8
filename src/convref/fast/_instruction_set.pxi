# The body of every instruction set's module. It compiles the kernels with this module's flags, and says where they are.

from cpython.pycapsule cimport PyCapsule_New

cdef extern from "kernels/kernels.h":
    ctypedef struct InstructionSet:
        pass
    const InstructionSet instruction_set

table = PyCapsule_New(<void*> &instruction_set, "convref.fast.InstructionSet", NULL)
