"""Where exercises meet the reference: for each function that students write, what it is in mathematics.

Adding an exercise starts here: describe its arguments, how it is called, and what is due.
"""

from collections.abc import Mapping

from grader.operations.conv import CONV_BACKWARD, CONV_FORWARD, CONV_MAP, CONV_SINGLE
from grader.operations.operation import Operation

OPERATIONS: Mapping[str, Operation] = {
    operation.id: operation for operation in (CONV_SINGLE, CONV_MAP, CONV_FORWARD, CONV_BACKWARD)
}

__all__ = ["OPERATIONS", "Operation"]
