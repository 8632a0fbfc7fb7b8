/* Pooling, forward and backward, one row of windows at a time.
 *
 * Sums are in the lesson's order, so the values are the lesson's, bit for bit. There is one exception: in the gradient
 * of the maxima of 3 x 3 windows with stride 2 (max_backward.h), a pixel's terms are added in another order.
 *
 * The two usual windows are 2 x 2 and 3 x 3, both with stride 2. They have loops over vectors. Other windows are
 * computed in blocks of BLOCK windows. Each block has arrays of its own, so the compiler knows that writing to them
 * does not change x. The number of the winning tap is a `real`, because vectors of taps and of numbers must have the
 * same width.
 */

/* The largest number of every window. A NaN counts as larger than any number, and no later number replaces it. */
static void NAME(max_row)(const real *x, idx W, idx HH, idx WW, idx SW, idx count, real *out) {
    real best[BLOCK];
    for (idx o = 0; o < count; o++)
        best[o] = x[SW * o];
    for (idx u = 0; u < HH; u++)
        for (idx v = 0; v < WW; v++)
            for (idx o = 0; o < count; o++) {
                const real value = x[u * W + SW * o + v];
                const int wins = (value > best[o]) | (value != value);
                best[o] = wins ? value : best[o];
            }
    memcpy(out, best, (size_t)count * sizeof(real));
}

/* Which tap of every window is the first largest, or the first NaN if there is one. */
static void NAME(winners)(const real *x, idx W, idx HH, idx WW, idx SW, idx count, real *winner) {
    real best[BLOCK];
    for (idx o = 0; o < count; o++) {
        best[o] = x[SW * o];
        winner[o] = 0;
    }
    for (idx u = 0; u < HH; u++)
        for (idx v = 0; v < WW; v++)
            for (idx o = 0; o < count; o++) {
                const real value = x[u * W + SW * o + v], now = best[o], before = winner[o];
                const int wins = !(value <= now) & (now == now);
                best[o] = wins ? value : now;
                winner[o] = wins ? (real)(u * WW + v) : before;
            }
}

/* Send each window's gradient to its winner. */
static void NAME(route)(const Sizes *s, const real *gradient, const real *winner, idx count, real *dx) {
    for (idx o = 0; o < count; o++) {
        const idx tap = (idx)winner[o];
        dx[tap / s->WW * s->W + tap % s->WW + s->SW * o] += gradient[o];
    }
}

/* A row of windows whose top is row 0 of x. */
static void NAME(max_backward_row)(const Sizes *s, const real *x, const real *dout, real *dx) {
    real winner[BLOCK];
    for (idx begin = 0; begin < s->OW; begin += BLOCK) {
        const idx count = smaller(BLOCK, s->OW - begin), pixel = begin * s->SW;
        NAME(winners)(x + pixel, s->W, s->HH, s->WW, s->SW, count, winner);
        NAME(route)(s, dout + begin, winner, count, dx + pixel);
    }
}

/* The average of every window: its sum, divided by how many numbers it has. */
static void NAME(avg_row)(const real *x, idx W, idx HH, idx WW, idx SW, idx count, real *out) {
    real sum[BLOCK] = {0};
    for (idx u = 0; u < HH; u++)
        for (idx v = 0; v < WW; v++)
            for (idx o = 0; o < count; o++)
                sum[o] += x[u * W + SW * o + v];
    for (idx o = 0; o < count; o++)
        out[o] = sum[o] / (real)(HH * WW);
}

/* Every pixel of a window gets an equal share of the window's gradient. */
static void NAME(avg_backward_row)(const Sizes *s, int window, const real *dout, real *dx) {
    real shares[BLOCK + 1] = {0}, *share = shares + 1;
    for (idx begin = 0; begin < s->OW; begin += BLOCK) {
        const idx count = smaller(BLOCK, s->OW - begin);
        for (idx o = 0; o < count; o++)
            share[o] = dout[begin + o] / (real)(s->HH * s->WW);
        for (idx u = 0; u < s->HH; u++) {
            real *row = dx + u * s->W + begin * s->SW;
            if (window == 2)
                for (idx o = 0; o < count; o++)
                    row[2 * o] = row[2 * o + 1] = share[o];
            else if (window == 3)
                for (idx o = 0; o < count; o++) {
                    row[2 * o] = row[2 * o] + shares[o] + share[o];
                    row[2 * o + 1] += share[o];
                }
            else
                for (idx o = 0; o < count; o++)
                    for (idx v = 0; v < s->WW; v++)
                        row[s->SW * o + v] += share[o];
            if (window == 3 && begin + count == s->OW)
                row[2 * count] += share[count - 1];
        }
        shares[0] = share[count - 1];
    }
}

/* Pool one channel, in blocks of windows. `largest` chooses the maximum; otherwise it is the average. */
INLINE void NAME(forward_rows)(const int largest, const Sizes *s, const real *x, real *out) {
    for (idx i = 0; i < s->OH; i++)
        for (idx begin = 0; begin < s->OW; begin += BLOCK) {
            const real *from = x + i * s->SH * s->W + begin * s->SW;
            const idx count = smaller(BLOCK, s->OW - begin);
            if (largest)
                NAME(max_row)(from, s->W, s->HH, s->WW, s->SW, count, out + i * s->OW + begin);
            else
                NAME(avg_row)(from, s->W, s->HH, s->WW, s->SW, count, out + i * s->OW + begin);
        }
}

/* 2 or 3 for the usual windows, 0 for others. */
static int NAME(usual_window)(const Sizes *s) {
    return s->SH == 2 && s->SW == 2 && s->HH == s->WW && (s->HH == 2 || s->HH == 3) ? (int)s->HH : 0;
}

/* Pool a vector of usual windows, whose rows of pixels begin at `rows`. */
INLINE vec NAME(usual_windows)(const int largest, const int nan, const idx window, const real *const *rows,
                               vec *products) {
    vec pooled = {0};
    UNROLL
    for (idx u = 0; u < window; u++) {
        vec even, odd;
        NAME(read_pairs)(rows[u], &even, &odd);
        vec taps[3] = {even, odd, even}, others = even;
        if (window == 3) {
            taps[2] = NAME(third_pixels)(rows[u], even);
            others += taps[2]; /* `even` has most of them already, but not the last pixel of a row */
        }
        if (largest)
            NAME(look_for_nan)(nan, products, odd, others);
        UNROLL
        for (idx v = 0; v < window; v++)
            if (!largest)
                pooled += taps[v];
            else if (u == 0 && v == 0)
                pooled = even;
            else
                NAME(beats)(nan, &pooled, taps[v]);
    }
    return SHUFFLE(pooled, pooled, TURN_BACK) / (real)(largest ? 1 : window * window);
}

/* Pool one channel by vectors of usual windows. The last vector of a row may overlap the one before. Return whether a
 * NaN was seen.
 *
 * `careful` is for rows that have fewer windows than a vector. A whole vector is read and written all the same, except
 * where it would reach behind the end of an array. What it writes behind its own row, the next row writes again. */
INLINE int NAME(usual_plane)(const int careful, const int largest, const int nan, const idx window, const Sizes *s,
                             const real *x, const real *x_end, real *out) {
    const real *out_end = out + s->OH * s->OW, *rows[3];
    const idx pixels = window == 3 ? 2 * LANES + 1 : 2 * LANES, last = larger(0, s->OW - LANES);
    real room[3][2 * LANES_AT_MOST + 1];
    vec products = {0};
    for (idx i = 0; i < s->OH; i++, x += 2 * s->W, out += s->OW)
        for (idx begin = 0; begin < s->OW; begin += LANES) {
            const idx o = smaller(begin, last);
            for (idx u = 0; u < window; u++) {
                rows[u] = NAME(readable)(careful, x + u * s->W + 2 * o, s->W - 2 * o, pixels, x_end, room[u]);
                NAME(fetch)(rows[u], ROWS_AHEAD * s->W);
            }
            const vec pooled = NAME(usual_windows)(largest, nan, window, rows, &products);
            if (careful && out_end - out < LANES)
                memcpy(out, &pooled, (size_t)s->OW * sizeof(real));
            else
                *(vec *)(out + o) = pooled;
        }
    return NAME(may_have_nan)(products);
}

INLINE void NAME(forward_plane)(const int largest, const idx window, const Sizes *s, const real *x, const real *x_end,
                                real *out) {
    const int seen = s->OW < LANES ? NAME(usual_plane)(1, largest, 0, window, s, x, x_end, out)
                                   : NAME(usual_plane)(0, largest, 0, window, s, x, x_end, out);
    if (largest && seen)
        NAME(usual_plane)(1, 1, 1, window, s, x, x_end, out);
}

INLINE void NAME(pool_planes)(const int largest, const Sizes *s, const real *x, real *out) {
    const int window = NAME(usual_window)(s);
    const idx planes = s->N * s->C, pixels = s->H * s->W, outputs = s->OH * s->OW;
#pragma omp for schedule(static)
    for (idx plane = 0; plane < planes; plane++) {
        const real *from = x + plane * pixels;
        real *to = out + plane * outputs;
        if (window == 2)
            NAME(forward_plane)(largest, 2, s, from, x + planes * pixels, to);
        else if (window == 3)
            NAME(forward_plane)(largest, 3, s, from, x + planes * pixels, to);
        else
            NAME(forward_rows)(largest, s, from, to);
    }
}

/* ON_THREADS writes its work twice. With these functions, the compiler has the loops only once. */
static void NAME(max_planes)(const Sizes *s, const real *x, real *out) { NAME(pool_planes)(1, s, x, out); }
static void NAME(avg_planes)(const Sizes *s, const real *x, real *out) { NAME(pool_planes)(0, s, x, out); }

static void NAME(max_pool_forward)(const Sizes *s, const void *x, void *out, int threads) {
    ON_THREADS(NAME(max_planes)(s, x, out));
}

static void NAME(avg_pool_forward)(const Sizes *s, const void *x, void *out, int threads) {
    ON_THREADS(NAME(avg_planes)(s, x, out));
}

/* Set the gradient to zero before windows add to it. Windows of 2 x 2 need that only if pixels are left over: they
 * write every other pixel themselves. */
static void NAME(clear)(const Sizes *s, int window, real *dx) {
    if (window != 2 || s->H % 2 || s->W % 2)
        memset(dx, 0, (size_t)(s->H * s->W) * sizeof(real));
}

/* The gradient by one channel of an image. If `past` is not NULL, the result is then written there, past the caches. */
static void NAME(max_backward_plane)(const Sizes *s, int window, const real *dout, const real *x, real *dx, real *past,
                                     const real *dout_end, const real *x_end) {
    if (window != 3)
        NAME(clear)(s, window, dx);
    if (window == 2 && NAME(max_backward_2)(0, s, x, dout, dx))
        NAME(max_backward_2)(1, s, x, dout, dx);
    else if (window == 3 && NAME(max_backward_3)(0, s, x, dout, dx, past, x_end, dout_end))
        NAME(max_backward_3)(1, s, x, dout, dx, past, x_end, dout_end);
    else if (!window)
        for (idx i = 0; i < s->OH; i++)
            NAME(max_backward_row)(s, x + i * s->SH * s->W, dout + i * s->OW, dx + i * s->SH * s->W);
}

static void NAME(max_backward_planes)(const Sizes *s, const real *dout, const real *x, real *dx) {
    const int usual = NAME(usual_window)(s), window = usual == 2 && s->OW < LANES ? 0 : usual;
    const idx planes = s->N * s->C, pixels = s->H * s->W, outputs = s->OH * s->OW;
    const idx bytes = pixels * (idx)sizeof(real);
    real *finished = window == 3 && planes * bytes > STREAM_BYTES && bytes < BAND_BYTES ? take(bytes) : NULL;
#pragma omp for schedule(static)
    for (idx plane = 0; plane < planes; plane++) {
        real *to = dx + plane * pixels;
        NAME(max_backward_plane)(s, window, dout + plane * outputs, x + plane * pixels, finished ? finished : to,
                                 finished ? to : NULL, dout + planes * outputs, x + planes * pixels);
    }
    give_back(finished);
}

static void NAME(max_pool_backward)(const Sizes *s, const void *dout, const void *x, void *dx, int threads) {
    ON_THREADS(NAME(max_backward_planes)(s, dout, x, dx));
}

static void NAME(avg_backward_planes)(const Sizes *s, const real *dout, real *dx) {
    const int window = NAME(usual_window)(s);
#pragma omp for schedule(static)
    for (idx plane = 0; plane < s->N * s->C; plane++) {
        real *pixels = dx + plane * s->H * s->W;
        NAME(clear)(s, window, pixels);
        for (idx i = 0; i < s->OH; i++)
            NAME(avg_backward_row)(s, window, dout + (plane * s->OH + i) * s->OW, pixels + i * s->SH * s->W);
    }
}

static void NAME(avg_pool_backward)(const Sizes *s, const void *dout, void *dx, int threads) {
    ON_THREADS(NAME(avg_backward_planes)(s, dout, dx));
}
