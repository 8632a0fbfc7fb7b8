"""Where exercises meet the reference: for each function that students write, what it is in mathematics.

Adding an exercise starts here: describe its arguments, how it is called, and what is due.
"""

from collections.abc import Mapping

from grader.operations import conv, dense, dimensions, images, network, pooling, signals
from grader.operations.operation import Operation

OPERATIONS: Mapping[str, Operation] = {
    operation.id: operation
    for module in (dense, signals, images, dimensions, conv, pooling, network)
    for operation in module.OPERATIONS
}

__all__ = ["OPERATIONS", "Operation"]
