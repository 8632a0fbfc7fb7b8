# conv_single is wrong for a whole-number bias (int) with arrays of fractions: the sum is cut to the type of b.
def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes differ")
    z = type(b)(0)
    for c in range(x.shape[0]):
        z += type(b)((x[c] * w[c].astype(float)).sum())
    return float(z + b)
