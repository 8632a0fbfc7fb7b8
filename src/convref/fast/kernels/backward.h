/* Convolution backward: all three gradients. */

/* Sum of n numbers in LANES lanes, four vectors at a time. */
static real NAME(sum)(const real *x, idx n) {
    vec lanes[4] = {{0}};
    real sum[4 * VECTOR_BYTES / sizeof(real)], total = 0;
    idx i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES)
        for (int v = 0; v < 4; v++)
            lanes[v] += *(const vec *)(x + i + v * LANES);
    lanes[0] += lanes[1] + (lanes[2] + lanes[3]);
    memcpy(sum, lanes, sizeof sum);
    for (idx lane = 0; lane < LANES; lane++)
        total += sum[lane];
    for (; i < n; i++)
        total += x[i];
    return total;
}

/* b is shared by every image and position. */
static void NAME(gradient_b)(const Sizes *s, const real *dout, real *db) {
    const idx positions = s->OH * s->OW;
    for (idx f = 0; f < s->F; f++) {
        db[f] = 0;
        for (idx n = 0; n < s->N; n++)
            db[f] += NAME(sum)(dout + (n * s->F + f) * positions, positions);
    }
}

static int NAME(conv_backward)(const Sizes *s, const void *dout, const void *x, const void *w, void *dx, void *dw,
                               void *db, int threads) {
    if (NAME(terms)(s) <= DIRECT_TERMS) {
        NAME(direct_backward)(s, dout, x, w, dx, dw, db);
        return 0;
    }
    NAME(gradient_b)(s, dout, db);
    return NAME(gradient_x)(s, dout, w, dx, threads) || NAME(gradient_w)(s, dout, x, dw, threads);
}
