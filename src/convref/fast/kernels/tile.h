/* Where the time goes: two loops whose sums never leave the registers.
 *
 * A filter tap is a constant offset into a plane (planes.h), so a layer's output at flat position p is
 *
 *     out[f, p] = bias[f] + sum over taps k of  w[k, f] * x[offset[k] + p]
 *
 * which is a matrix product whose second matrix is never built.
 */

/* One tile: `filters` filters by `vectors` vectors of positions, for all taps. Both are constants where this is used,
 * so that the loops over them unroll and `sum` is registers. w holds the tile's filters side by side, tap after tap. */
INLINE void NAME(tile_of)(const int filters, const int vectors, idx taps, const real *w, const idx *offset,
                          const real *x, const real *bias, real *out, idx pitch) {
    vec sum[TILE_FILTERS][TILE_VECTORS];
    for (int f = 0; f < filters; f++)
        for (int v = 0; v < vectors; v++)
            sum[f][v] = (vec){0} + (bias ? bias[f] : 0);
    for (idx k = 0; k < taps; k++) {
        vec at[TILE_VECTORS];
        for (int v = 0; v < vectors; v++)
            at[v] = *(const vec *)(x + offset[k] + v * LANES);
        for (int f = 0; f < filters; f++)
            for (int v = 0; v < vectors; v++)
                sum[f][v] += w[k * filters + f] * at[v];
    }
    for (int f = 0; f < filters; f++)
        for (int v = 0; v < vectors; v++)
            *(vec *)(out + f * pitch + v * LANES) = sum[f][v];
}

#define TILE(filters, vectors)                                                 \
    case (filters) * 4 + (vectors):                                            \
        NAME(tile_of)(filters, vectors, taps, w, offset, x, bias, out, pitch); \
        break;
#if TILE_VECTORS > 2
#define TILES(filters) TILE(filters, 1) TILE(filters, 2) TILE(filters, 3)
#else
#define TILES(filters) TILE(filters, 1) TILE(filters, 2)
#endif

static void NAME(tile)(idx filters, idx vectors, idx taps, const real *w, const idx *offset, const real *x,
                       const real *bias, real *out, idx pitch) {
    switch (filters * 4 + vectors) {
        TILES(1) TILES(2) TILES(3) TILES(4)
#if TILE_FILTERS > 4
        TILES(5) TILES(6) TILES(7) TILES(8)
#endif
    }
}
#undef TILE
#undef TILES

/* One block of dot products, for the gradient by the weights, over `length` positions (whole vectors):
 *
 *     sums[f, k][lane] += sum over p of  d[f, p] * x[offset[k] + p],  lane = p mod LANES
 *
 * The lanes are added up once, at the very end (gradient_w.h). */
INLINE void NAME(dots_of)(const int filters, const int taps, idx length, const real *d, idx pitch, const real *x,
                          const idx *offset, real *sums, idx row) {
    vec sum[DOT_FILTERS][DOT_TAPS];
    const real *at[DOT_TAPS];
    for (int k = 0; k < taps; k++)
        at[k] = x + offset[k];
    for (int f = 0; f < filters; f++)
        for (int k = 0; k < taps; k++)
            sum[f][k] = *(const vec *)(sums + (f * row + k) * LANES);
    for (idx p = 0; p < length; p += LANES) {
        vec gradient[DOT_FILTERS];
        for (int f = 0; f < filters; f++)
            gradient[f] = *(const vec *)(d + f * pitch + p);
        for (int k = 0; k < taps; k++) {
            vec value = *(const vec *)(at[k] + p);
            for (int f = 0; f < filters; f++)
                sum[f][k] += gradient[f] * value;
        }
    }
    for (int f = 0; f < filters; f++)
        for (int k = 0; k < taps; k++)
            *(vec *)(sums + (f * row + k) * LANES) = sum[f][k];
}

#define DOTS(filters, taps)                                                   \
    case (filters) * 8 + (taps):                                              \
        NAME(dots_of)(filters, taps, length, d, pitch, x, offset, sums, row); \
        break;
#if DOT_TAPS > 3
#define ALL_DOTS(filters) \
    DOTS(filters, 1) DOTS(filters, 2) DOTS(filters, 3) DOTS(filters, 4) DOTS(filters, 5) DOTS(filters, 6)
#else
#define ALL_DOTS(filters) DOTS(filters, 1) DOTS(filters, 2) DOTS(filters, 3)
#endif

static void NAME(dots)(idx filters, idx taps, idx length, const real *d, idx pitch, const real *x, const idx *offset,
                       real *sums, idx row) {
    switch (filters * 8 + taps) {
        ALL_DOTS(1) ALL_DOTS(2) ALL_DOTS(3)
#if DOT_FILTERS > 3
        ALL_DOTS(4)
#endif
    }
}
#undef DOTS
#undef ALL_DOTS
