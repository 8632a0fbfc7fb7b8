"""One-channel images: the four filters, a hidden filter, a learned filter.

Slides: Convolutions on Images, Image Filters.
"""

from grader.operations.operation import Operation

OPERATIONS: tuple[Operation, ...] = ()
