table: object  # a capsule that holds an InstructionSet of kernels/table.h
