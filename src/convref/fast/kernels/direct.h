/* The slide's formula as it stands, for small problems: preparing planes would take longer than the sums.
 *
 * A zero of the padding is multiplied like any other pixel. So infinity times zero is a NaN, here as in the lesson.
 */
static inline idx NAME(terms)(const Sizes *s) { return s->N * s->F * s->OH * s->OW * s->C * s->HH * s->WW; }

INLINE void NAME(direct_forward_of)(const Sizes *s, const idx HH, const idx WW, const real *x, const real *w,
                                    const real *b, real *out) {
    for (idx n = 0; n < s->N; n++)
        for (idx f = 0; f < s->F; f++)
            for (idx i = 0; i < s->OH; i++)
                for (idx j = 0; j < s->OW; j++) {
                    real sum = b ? b[f] : 0;
                    for (idx c = 0; c < s->C; c++)
                        for (idx u = 0; u < HH; u++) {
                            const idx y = i * s->SH + u - s->PH, left = j * s->SW - s->PW;
                            const idx row = ((n * s->C + c) * s->H + y) * s->W + left;
                            const real *weights = w + ((f * s->C + c) * HH + u) * WW;
                            const int inside = y >= 0 && y < s->H;
                            for (idx v = 0; v < WW; v++)
                                sum += weights[v] * (inside && left + v >= 0 && left + v < s->W ? x[row + v] : 0);
                        }
                    *out++ = sum;
                }
}

static void NAME(direct_forward)(const Sizes *s, const real *x, const real *w, const real *b, real *out) {
    if (s->HH == 3 && s->WW == 3)
        NAME(direct_forward_of)(s, 3, 3, x, w, b, out);
    else
        NAME(direct_forward_of)(s, s->HH, s->WW, x, w, b, out);
}

/* Every term of the forward sum sends the gradient back to its two factors. */
static void NAME(direct_backward)(const Sizes *s, const real *dout, const real *x, const real *w, real *dx, real *dw,
                                  real *db) {
    memset(dx, 0, (size_t)(s->N * s->C * s->H * s->W) * sizeof(real));
    memset(dw, 0, (size_t)(s->F * s->C * s->HH * s->WW) * sizeof(real));
    memset(db, 0, (size_t)s->F * sizeof(real));
    for (idx n = 0; n < s->N; n++)
        for (idx f = 0; f < s->F; f++)
            for (idx i = 0; i < s->OH; i++)
                for (idx j = 0; j < s->OW; j++) {
                    const real gradient = *dout++;
                    db[f] += gradient;
                    for (idx c = 0; c < s->C; c++)
                        for (idx u = 0; u < s->HH; u++) {
                            const idx y = i * s->SH + u - s->PH, left = j * s->SW - s->PW;
                            const idx row = ((n * s->C + c) * s->H + y) * s->W, tap = ((f * s->C + c) * s->HH + u) * s->WW;
                            const int inside = y >= 0 && y < s->H;
                            for (idx v = 0; v < s->WW; v++) {
                                const int pixel = inside && left + v >= 0 && left + v < s->W;
                                dw[tap + v] += gradient * (pixel ? x[row + left + v] : 0);
                                if (pixel)
                                    dx[row + left + v] += gradient * w[tap + v];
                            }
                        }
                }
}
