/* The kernels as an object file of their own. They know no Python, so every Python links the same one. */
#include "kernels.h"

const InstructionSet *find_kernels(void) { return &instruction_set; }
