/* ReLU, the search for infinities and NaNs, and a loop that does as many multiply-adds as the processor can. */

static void NAME(positive)(idx n, const real *x, real *out) {
#pragma omp for schedule(static)
    for (idx i = 0; i < n; i++)
        out[i] = x[i] < 0 ? 0 : x[i]; /* `x[i] > 0 ? x[i] : 0` would hide a NaN */
}

static void NAME(relu_forward)(idx n, const void *x, void *out, int threads) {
    ON_THREADS(NAME(positive)(n, x, out));
}

static void NAME(where_positive)(idx n, const real *dout, const real *x, real *dx) {
#pragma omp for schedule(static)
    for (idx i = 0; i < n; i++)
        dx[i] = x[i] > 0 ? dout[i] : 0;
}

static void NAME(relu_backward)(idx n, const void *dout, const void *x, void *dx, int threads) {
    ON_THREADS(NAME(where_positive)(n, dout, x, dx));
}

/* In an infinity and in a NaN all bits of the exponent are set. In every other number some bit is not. */
static int NAME(all_finite)(idx n, const void *x) {
    const bits exponent = sizeof(real) == 4 ? (bits)0x7f800000 : (bits)0x7ff0000000000000;
    const char *from = x;
    bits bad = 0;
    for (idx i = 0; i < n; i++) {
        bits number;
        memcpy(&number, from + i * (idx)sizeof(real), sizeof(real));
        bad |= (number & exponent) == exponent;
    }
    return !bad;
}

/* Multiply and add on registers only, with as many sums as can be on their way at once. The other kernels are measured
 * against this. The lanes differ, as they do in images: with the same round number in all lanes, a Zen 5 uses less
 * power and runs 9 % faster. */
static double NAME(multiply_adds)(idx rounds) {
    vec sum[12], factor, term;
    volatile real seen; /* otherwise the compiler leaves out the sum, as nobody reads it */
    for (idx lane = 0; lane < LANES; lane++) {
        factor[lane] = (real)0.083 * (real)lane - (real)0.7;
        term[lane] = (real)1.234 - (real)0.333 * (real)lane;
    }
    for (int i = 0; i < 12; i++)
        sum[i] = term * (real)i;
    for (idx round = 0; round < rounds; round++)
        for (int i = 0; i < 12; i++)
            sum[i] = sum[i] * factor + term;
    for (int i = 1; i < 12; i++)
        sum[0] += sum[i];
    seen = sum[0][0];
    (void)seen;
    return 12.0 * (double)LANES * (double)rounds;
}
