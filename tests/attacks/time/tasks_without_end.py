"""Drives coroutines by hand that wake one another without an end; must not hold up anything.

harm: hung
stopped by: host
"""

import collections
import time
import types


@types.coroutine
def pause():
    yield


async def task(queue):
    while True:
        await pause()
        queue.append(task(queue))


def f(x):
    queue = collections.deque()
    queue.append(task(queue))
    end = time.monotonic() + 20
    while queue and time.monotonic() < end:
        coroutine = queue.popleft()
        coroutine.send(None)
        if len(queue) < 100:
            queue.append(coroutine)
    return x
