"""Queues socket and connect in a ring that the kernel works off, where no filter sees the calls; must get no ring.

harm: connected
stopped by: kernel
"""

import struct
import sys

ctypes = sys.modules["ctypes"]
SETUP, ENTER = 425, 426
CONNECT, SOCKET, INET, STREAM = 16, 45, 2, 1
TARGET = ctypes.create_string_buffer(
    struct.pack("=H", INET) + struct.pack(">H", int("@TCP_PORT@")) + bytes([127, 0, 0, 1]), 16
)


def f(x):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    about = ctypes.create_string_buffer(120)
    ring = libc.syscall(SETUP, 4, about)
    if ring < 0:
        raise OSError("no ring")
    _, tail, _, _, _, _, array = struct.unpack_from("7I", about, 40)  # where the parts of the queue begin
    results = struct.unpack_from("I", about, 80 + 20)[0]
    queue, entries = (libc.mmap(None, ctypes.c_size_t(4096), 3, 1, ring, ctypes.c_long(at)) for at in (0, 0x10000000))

    def ask(number, operation, descriptor, offset, address, length):
        """Have the kernel work off one request; return its result."""
        request = struct.pack("BBHiQQII", operation, 0, 0, descriptor, offset, address, length, 0)
        ctypes.memmove(entries + 64 * number, request, len(request))
        ctypes.memmove(queue + array + 4 * number, struct.pack("I", number), 4)
        ctypes.memmove(queue + tail, struct.pack("I", number + 1), 4)
        libc.syscall(ENTER, ring, 1, 1, 1, None, ctypes.c_size_t(0))
        return struct.unpack("qiI", ctypes.string_at(queue + results + 16 * number, 16))[1]

    link = ask(0, SOCKET, INET, STREAM, 0, 0)
    ask(1, CONNECT, link, 16, ctypes.addressof(TARGET), 0)
    return x
