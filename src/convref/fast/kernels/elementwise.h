/* ReLU, the search for numbers that are none, and the most multiply-adds that the processor does. */

static void NAME(positive)(idx n, const real *x, real *out) {
#pragma omp for schedule(static)
    for (idx i = 0; i < n; i++)
        out[i] = x[i] < 0 ? 0 : x[i]; /* not x[i] > 0 ? x[i] : 0, which would hide a NaN */
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

/* Infinity and NaN have all bits of the exponent set, and no other number has. */
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

/* As many multiply-adds as fit beside each other, on registers only: what the other kernels are measured against. Lanes
 * differ, as those of images do: on round numbers, the same in all lanes, a Zen 5 uses less power and runs 9 % faster. */
static double NAME(multiply_adds)(idx rounds) {
    vec sum[12], factor, term;
    volatile real seen; /* or the compiler would find that nobody wants the sum */
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
