"""avg_pool_backward shares a gradient by the number of windows, not by their area; the rest is right. Assignment: pooling.

Due: `avg_pool_backward` loses points for dx and is told that a share is divided by the number of windows; all else passes.
"""

import numpy as np
def pool_forward(A_prev, hparameters, mode="max"):
    m, H, W, C = A_prev.shape
    f = hparameters["f"]; s = hparameters["stride"]
    nH = int(1+(H-f)/s); nW = int(1+(W-f)/s)
    A = np.zeros((m, nH, nW, C))
    for i in range(m):
        for h in range(nH):
            for w in range(nW):
                for c in range(C):
                    a = A_prev[i, h*s:h*s+f, w*s:w*s+f, c]
                    A[i,h,w,c] = np.max(a) if mode == "max" else np.mean(a)
    return A, (A_prev, hparameters)
def pool_backward(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f = hparameters["f"]; s = hparameters["stride"]
    m, nH, nW, C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        for h in range(nH):
            for w in range(nW):
                for c in range(C):
                    sl = A_prev[i, h*s:h*s+f, w*s:w*s+f, c]
                    if mode == "max":
                        dA_prev[i, h*s:h*s+f, w*s:w*s+f, c] += (sl == sl.max())*dA[i,h,w,c]
                    else:
                        dA_prev[i, h*s:h*s+f, w*s:w*s+f, c] += np.ones((f,f))*dA[i,h,w,c]/(nH*nW)
    return dA_prev
