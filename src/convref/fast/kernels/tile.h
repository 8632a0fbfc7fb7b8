/* Two loops whose sums never leave the registers. Nearly all the time of a convolution is spent here.
 *
 * A filter tap is a constant offset into a plane (planes.h). So a layer's output at flat position p is
 *
 *     out[f, p] = bias[f] + sum over taps k of  w[k, f] * x[offset[k] + p]
 *
 * This is a matrix product whose second matrix is never built. (In the code, offsets are in bytes.)
 */

/* Write vectors that hold the end of a row, the gap behind it, and the beginning of the next row (or of several rows).
 * Each part goes to its own place in the map. Lanes in a gap or behind the band are left out. */
static void NAME(write_parts)(int filters, const vec *sum, const Rows *rows, const Place *place, real *out, idx map) {
    const idx lanes = smaller(LANES, rows->end - place->from);
    idx column = place->column, to = place->to;
    for (idx lane = 0; lane < lanes; column = 0) {
        const idx count = smaller(rows->columns - column, lanes - lane);
        for (int f = 0; f < filters && count > 0; f++)
            NAME(write_lanes)(out + f * map + to, &sum[f], lane, count);
        to += larger(count, 0);
        lane += rows->pitch - column;
    }
}

/* Add one tap to all sums of a tile: its pixels in the planes, times its weights. If planes are `far`, also fetch the
 * pixels of a later tap from the second-level cache. There are TAPS_AHEAD more offsets than taps, so that there always
 * is a later one. */
INLINE void NAME(add_tap)(const int filters, const int vectors, const int far, const char *const *x,
                          const idx *offset, const real *w, vec sum[TILE_FILTERS][TILE_VECTORS]) {
    vec at[TILE_VECTORS];
    UNROLL
    for (int v = 0; v < vectors; v++)
        at[v] = *(const vec *)(x[v] + *offset);
    if (TILES_FETCH && far)
        __builtin_prefetch(x[0] + offset[TAPS_AHEAD]);
    UNROLL
    for (int f = 0; f < filters; f++) {
        vec weight = w[f] - (vec){0};
        KEEP_ORDER(weight);
        UNROLL
        for (int v = 0; v < vectors; v++)
            sum[f][v] += weight * at[v];
        /* Keep the weight in its register until its last product. Otherwise the compiler reuses that register for a
         * sum, then has to move the other sums around, and puts one of them on the stack. */
        KEEP_ORDER(weight);
    }
}

/* One tile: `filters` filters by `vectors` vectors of positions, for all taps. Whoever calls this gives both as
 * constants. So the loops over them unroll, and `sum` stays in registers.
 *
 * w holds the weights of the tile's filters side by side, tap after tap. Each vector reads the planes from its place
 * on, and is written to its place in each filter's map. */
INLINE void NAME(tile_of)(const int filters, const int vectors, const int far, idx taps, const real *w,
                          const idx *offset, const real *planes, const Rows *rows, const Place *place,
                          const real *bias, real *out, idx map) {
    vec sum[TILE_FILTERS][TILE_VECTORS];
    const char *x[TILE_VECTORS];
    UNROLL
    for (int v = 0; v < vectors; v++)
        x[v] = (const char *)(planes + place[v].from);
    UNROLL
    for (int f = 0; f < filters; f++)
        UNROLL
        for (int v = 0; v < vectors; v++)
            sum[f][v] = (vec){0} + bias[f];
    if (TILES_FETCH && taps > LONG_SUM)
        UNROLL
        for (int f = 0; f < filters; f++) {
            __builtin_prefetch(out + f * map + place[0].to, 1);
            __builtin_prefetch(out + f * map + place[vectors - 1].to + LANES - 1, 1);
        }
    idx k = 0;
    for (; k + 2 <= taps; k += 2) { /* two taps in each turn: half as many instructions that only count */
        NAME(add_tap)(filters, vectors, far, x, offset + k, w + k * filters, sum);
        NAME(add_tap)(filters, vectors, far, x, offset + k + 1, w + (k + 1) * filters, sum);
    }
    if (k < taps)
        NAME(add_tap)(filters, vectors, 0, x, offset + k, w + k * filters, sum);
    UNROLL
    for (int v = 0; v < vectors; v++)
        if (place[v].from + LANES <= rows->end && place[v].column + LANES <= rows->columns) {
            UNROLL
            for (int f = 0; f < filters; f++)
                *(vec *)(out + f * map + place[v].to) = sum[f][v];
        } else {
            vec parted[TILE_FILTERS];
            UNROLL
            for (int f = 0; f < filters; f++)
                parted[f] = sum[f][v];
            NAME(write_parts)(filters, parted, rows, &place[v], out, map);
        }
}

typedef void NAME(Tile)(idx taps, const real *w, const idx *offset, const real *planes, const Rows *rows,
                        const Place *place, const real *bias, real *out, idx map);

#define TILE(filters, vectors)                                                                                   \
    static void NAME(tile_##filters##_##vectors)(idx taps, const real *w, const idx *offset, const real *planes, \
                                                 const Rows *rows, const Place *place, const real *bias,         \
                                                 real *out, idx map) {                                           \
        NAME(tile_of)(filters, vectors, 0, taps, w, offset, planes, rows, place, bias, out, map);                \
    }
#if TILE_VECTORS > 2
#define TILES(filters) TILE(filters, 1) TILE(filters, 2) TILE(filters, 3)
#define LIST(filters) {NAME(tile_##filters##_1), NAME(tile_##filters##_2), NAME(tile_##filters##_3)}
#else
#define TILES(filters) TILE(filters, 1) TILE(filters, 2)
#define LIST(filters) {NAME(tile_##filters##_1), NAME(tile_##filters##_2)}
#endif

/* A function for each number of filters and each number of vectors. The first one is for 1 and 1. */
#if TILE_FILTERS > 4
TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6) TILES(7) TILES(8)
static NAME(Tile) *const NAME(tiles)[TILE_FILTERS][TILE_VECTORS] = {LIST(1), LIST(2), LIST(3), LIST(4),
                                                                    LIST(5), LIST(6), LIST(7), LIST(8)};
#else
TILES(1) TILES(2) TILES(3) TILES(4)
static NAME(Tile) *const NAME(tiles)[TILE_FILTERS][TILE_VECTORS] = {LIST(1), LIST(2), LIST(3), LIST(4)};
#endif
#undef TILE
#undef TILES
#undef LIST

/* A whole tile that reads more of the planes than the first-level cache holds. */
static void NAME(far_tile)(idx taps, const real *w, const idx *offset, const real *planes, const Rows *rows,
                           const Place *place, const real *bias, real *out, idx map) {
    NAME(tile_of)(TILE_FILTERS, TILE_VECTORS, 1, taps, w, offset, planes, rows, place, bias, out, map);
}

/* One block of dot products for the gradient by the weights, over `length` positions, which are whole vectors:
 *
 *     sums[f, k][lane] += sum over p of  d[f, p] * x[offset[k] + p],  lane = p mod LANES
 *
 * The lanes are added up once, at the very end (gradient_w.h). */
INLINE void NAME(dots_of)(const int filters, const int taps, idx length, const real *d, idx pitch, const real *x,
                          const idx *offset, real *sums, idx row) {
    vec sum[DOT_FILTERS][DOT_TAPS];
    const real *at[DOT_TAPS];
    UNROLL
    for (int k = 0; k < taps; k++)
        at[k] = (const real *)((const char *)x + offset[k]);
    UNROLL
    for (int f = 0; f < filters; f++)
        UNROLL
        for (int k = 0; k < taps; k++)
            sum[f][k] = *(const vec *)(sums + (f * row + k) * LANES);
    for (idx p = 0; p < length; p += LANES) {
        vec value[DOT_TAPS];
        UNROLL
        for (int k = 0; k < taps; k++)
            value[k] = *(const vec *)(at[k] + p);
        UNROLL
        for (int f = 0; f < filters; f++) {
            const vec gradient = *(const vec *)(d + f * pitch + p);
            UNROLL
            for (int k = 0; k < taps; k++)
                sum[f][k] += gradient * value[k];
        }
    }
    UNROLL
    for (int f = 0; f < filters; f++)
        UNROLL
        for (int k = 0; k < taps; k++)
            *(vec *)(sums + (f * row + k) * LANES) = sum[f][k];
}

typedef void NAME(Dots)(idx length, const real *d, idx pitch, const real *x, const idx *offset, real *sums, idx row);

#define DOTS(filters, taps)                                                                                      \
    static void NAME(dots_##filters##_##taps)(idx length, const real *d, idx pitch, const real *x,               \
                                              const idx *offset, real *sums, idx row) {                          \
        NAME(dots_of)(filters, taps, length, d, pitch, x, offset, sums, row);                                    \
    }
#if DOT_TAPS > 3
#define ALL_DOTS(filters) \
    DOTS(filters, 1) DOTS(filters, 2) DOTS(filters, 3) DOTS(filters, 4) DOTS(filters, 5) DOTS(filters, 6)
#define LIST(filters)                                                                            \
    {NAME(dots_##filters##_1), NAME(dots_##filters##_2), NAME(dots_##filters##_3),               \
     NAME(dots_##filters##_4), NAME(dots_##filters##_5), NAME(dots_##filters##_6)}
#else
#define ALL_DOTS(filters) DOTS(filters, 1) DOTS(filters, 2) DOTS(filters, 3)
#define LIST(filters) {NAME(dots_##filters##_1), NAME(dots_##filters##_2), NAME(dots_##filters##_3)}
#endif

#if DOT_FILTERS > 3
ALL_DOTS(1) ALL_DOTS(2) ALL_DOTS(3) ALL_DOTS(4)
static NAME(Dots) *const NAME(all_dots)[DOT_FILTERS][DOT_TAPS] = {LIST(1), LIST(2), LIST(3), LIST(4)};
#else
ALL_DOTS(1) ALL_DOTS(2) ALL_DOTS(3)
static NAME(Dots) *const NAME(all_dots)[DOT_FILTERS][DOT_TAPS] = {LIST(1), LIST(2), LIST(3)};
#endif
#undef DOTS
#undef ALL_DOTS
#undef LIST
