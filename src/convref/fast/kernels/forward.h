/* Convolution forward: tiles over bands of planes. The gradient by x uses the same functions (gradient_x.h).
 *
 * A task is one band of one image's rows. Its planes and its outputs fit into the second-level cache. No two tasks
 * write to the same place, so threads can share the tasks of many images, or of a single one.
 */

/* Write the filters' weights in the order in which tiles read them. Filters go in blocks of at most as many as a tile
 * has. The blocks are as even as possible: 25 filters are 4 4 4 4 3 3 3. Each block has its weights side by side, tap
 * after tap. Filter f's weight of tap k is w[f * filter_step + tap[k]]. */
static void NAME(pack_weights)(const real *w, idx filters, idx filter_step, idx taps, const idx *tap, real *packed) {
    const idx blocks = parts(filters, FILTERS_AT_ONCE);
    for (idx block = 0; block < blocks; block++) {
        const idx begin = block * filters / blocks, end = (block + 1) * filters / blocks;
        for (idx k = 0; k < taps; k++)
            for (idx f = begin; f < end; f++)
                *packed++ = w[f * filter_step + (tap ? tap[k] : k)];
    }
}

/* The vectors of a band of rows. There are two ways to cover the rows with vectors:
 *
 * - Vectors run on from one row to the next. Positions in the gaps, mostly one for each row, are computed for nothing.
 * - Each row begins with a vector of its own, so no vector holds parts of two rows. The last vector of a row overlaps the
 *   one before, and writes the same numbers once more. This way is taken where it needs hardly more vectors.
 */
typedef struct {
    Rows rows;
    idx of_a_row; /* the number of vectors in each row, or 0 if vectors run on */
    int far;      /* whether a tile reads more of the planes than the first-level cache holds */
    Place *place;
} NAME(Vectors);

/* How many vectors there are, if the last row ends at `end`. */
static idx NAME(count_vectors)(const NAME(Vectors) *list, idx end) {
    return list->of_a_row ? parts(end, list->rows.pitch) * list->of_a_row : parts(end, LANES);
}

/* The vectors of a band of `rows` rows. A tile reads a piece of `rows_read` rows of the planes. */
static NAME(Vectors) NAME(list_vectors)(idx rows, idx columns, idx pitch, idx rows_read) {
    if (columns == pitch) /* without gaps, it is one long row */
        columns = pitch = rows * pitch, rows = 1;
    const idx of_a_row = parts(columns, LANES), pays = columns < pitch && 16 * of_a_row * LANES <= 17 * pitch;
    NAME(Vectors) list = {.rows = {.columns = columns, .pitch = pitch}};
    list.far = rows_read * (TILE_VECTORS * VECTOR_BYTES + 64) > NEAR_BYTES; /* a piece ends inside a cache line */
    list.of_a_row = columns >= LANES && pays ? of_a_row : 0;
    const idx count = NAME(count_vectors)(&list, (rows - 1) * pitch + columns);
    list.place = take(count * (idx)sizeof(Place));
    for (idx v = 0; v < count && list.place; v++) {
        const idx row = list.of_a_row ? v / of_a_row : v * LANES / pitch;
        const idx column = list.of_a_row ? smaller(v % of_a_row * LANES, columns - LANES) : v * LANES % pitch;
        list.place[v] = (Place){row * pitch + column, column, row * columns + smaller(column, columns)};
    }
    return list;
}

/* Compute out[f, p] for all filters f and all positions p of the rows that end at `end`. */
static void NAME(correlate)(const NAME(Vectors) *list, idx end, idx filters, idx taps, const real *packed,
                            const idx *offset, const real *planes, const real *bias, real *out, idx map) {
    static const real no_bias[TILE_FILTERS];
    const idx blocks = parts(filters, FILTERS_AT_ONCE), vectors = NAME(count_vectors)(list, end);
    Rows rows = list->rows;
    rows.end = end;
    for (idx v = 0; v < vectors; v += VECTORS_AT_ONCE) /* its pixels stay in the first-level cache for all blocks */
        for (idx block = 0; block < blocks; block++) {
            const idx f = block * filters / blocks, tile_filters = (block + 1) * filters / blocks - f;
            const idx tile_vectors = smaller(VECTORS_AT_ONCE, vectors - v);
            NAME(Tile) *const tile = list->far && tile_filters == TILE_FILTERS && tile_vectors == TILE_VECTORS
                                         ? NAME(far_tile) : NAME(tiles)[tile_filters - 1][tile_vectors - 1];
            tile(taps, packed + f * taps, offset, planes, &rows, list->place + v, bias ? bias + f : no_bias,
                 out + f * map, map);
        }
}

/* What a forward pass prepares once, for all tasks. */
typedef struct {
    NAME(Planes) planes;
    NAME(Vectors) vectors;
    idx taps, band, bands, planes_size;
    idx *offset;
    real *packed;
} NAME(Forward);

static NAME(Forward) NAME(plan_forward)(const Sizes *s, int threads) {
    NAME(Forward) plan = {.planes = NAME(planes_of_x)(s), .taps = s->C * s->HH * s->WW};
    NAME(Planes) *p = &plan.planes;
    const idx row = (s->C * p->phases_h * p->phases_w + s->F) * p->pitch * (idx)sizeof(real);
    plan.band = rows_of_a_band(s->OH, BAND_BYTES / row, s->N, threads);
    plan.bands = parts(s->OH, plan.band);
    NAME(set_band)(p, plan.band + (s->HH - 1) / s->SH, 1);
    plan.planes_size = NAME(planes_size)(p, s->OW + s->WW);
    plan.vectors = NAME(list_vectors)(plan.band, s->OW, p->pitch, s->C * s->HH * p->phases_w);
    plan.offset = take_zeros((plan.taps + TAPS_AHEAD) * (idx)sizeof(idx));
    plan.packed = take(s->F * plan.taps * (idx)sizeof(real));
    return plan;
}

static void NAME(forward_task)(const Sizes *s, const NAME(Forward) *plan, idx task, const real *x, const real *b,
                               real *out, real *planes) {
    const idx n = task / plan->bands, first = task % plan->bands * plan->band;
    const idx rows = smaller(plan->band, s->OH - first), map = s->OH * s->OW;
    const idx end = (rows - 1) * plan->planes.pitch + s->OW;
    NAME(fill_planes)(&plan->planes, x + n * s->C * s->H * s->W, first, planes);
    NAME(correlate)(&plan->vectors, end, s->F, plan->taps, plan->packed, plan->offset, planes, b,
                    out + n * s->F * map + first * s->OW, map);
}

static void NAME(forward_tasks)(const Sizes *s, const NAME(Forward) *plan, const real *x, const real *b, real *out,
                                int *failed) {
    real *planes = take_zeros(plan->planes_size * (idx)sizeof(real));
    if (!planes)
        note_failure(failed);
#pragma omp for schedule(static)
    for (idx task = 0; task < s->N * plan->bands; task++)
        if (planes)
            NAME(forward_task)(s, plan, task, x, b, out, planes);
    give_back(planes);
}

static int NAME(conv_forward)(const Sizes *s, const void *x, const void *w, const void *b, void *out, int threads) {
    if (NAME(terms)(s) <= DIRECT_TERMS) {
        NAME(direct_forward)(s, x, w, b, out);
        return 0;
    }
    NAME(Forward) plan = NAME(plan_forward)(s, threads);
    int failed = 1;
    if (plan.offset && plan.packed && plan.vectors.place) {
        NAME(tap_offsets)(&plan.planes, s->HH, s->WW, plan.offset);
        NAME(pack_weights)(w, s->F, plan.taps, plan.taps, NULL, plan.packed);
        failed = 0;
        ON_THREADS(NAME(forward_tasks)(s, &plan, x, b, out, &failed));
    }
    give_back(plan.offset);
    give_back(plan.packed);
    give_back(plan.vectors.place);
    return failed;
}
