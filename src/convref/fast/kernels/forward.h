/* Convolution forward, and the engine that the gradient by x shares: tiles over bands of planes.
 *
 * A task is one band of one image's rows. Its planes and its outputs fit into the second-level cache, and no two
 * tasks write to the same place, so threads share out tasks, whether there are many images or one.
 */
/* Blocks of at most a tile's filters, as even as can be (25 are 4 4 4 4 3 3 3), each with its weights side by side,
 * tap after tap. Filter f's weight of tap k is w[f * filter_step + tap[k]]. */
static void NAME(pack_weights)(const real *w, idx filters, idx filter_step, idx taps, const idx *tap, real *packed) {
    const idx blocks = parts(filters, FILTERS_AT_ONCE);
    for (idx block = 0; block < blocks; block++) {
        const idx begin = block * filters / blocks, end = (block + 1) * filters / blocks;
        for (idx k = 0; k < taps; k++)
            for (idx f = begin; f < end; f++)
                *packed++ = w[f * filter_step + (tap ? tap[k] : k)];
    }
}

/* The vectors of a band, row after row: where each reads in a plane, and where it writes in a map.
 *
 * If an image's maps fit into the cache, a row's vectors go straight to its place there, the last one overlapping the
 * one before: it writes the same numbers twice. Where that would be too much work for nothing, or the maps are so large
 * that every tile would touch a page of each, a band is one long row, gaps and all, in memory of its own, and its rows
 * are copied from there. */
typedef struct {
    int direct;
    idx columns, pitch, map; /* map: numbers from one filter's flat rows to the next, if not direct */
    idx *from, *to;
} NAME(Vectors);

static NAME(Vectors) NAME(list_vectors)(idx rows, idx columns, idx pitch, int may_be_direct) {
    const idx of_a_row = parts(columns, LANES), of_a_band = parts((rows - 1) * pitch + columns, LANES);
    NAME(Vectors) list = {.columns = columns, .pitch = pitch};
    list.direct = may_be_direct && columns >= LANES && 16 * of_a_row * LANES <= 17 * pitch;
    list.map = list.direct ? 0 : of_a_band * LANES;
    const idx count = list.direct ? rows * of_a_row : of_a_band;
    list.from = take(2 * count * (idx)sizeof(idx));
    list.to = list.from ? list.from + count : NULL;
    for (idx v = 0; v < count && list.from; v++) {
        const idx column = smaller(v % of_a_row * LANES, columns - LANES);
        list.from[v] = list.direct ? v / of_a_row * pitch + column : v * LANES;
        list.to[v] = list.direct ? v / of_a_row * columns + column : v * LANES;
    }
    return list;
}

/* out[f, p] for all filters and the places p of `rows` rows. */
static void NAME(correlate)(const NAME(Vectors) *list, idx rows, idx filters, idx taps, const real *packed,
                            const idx *offset, const real *planes, const real *bias, real *out, idx map) {
    static const real none[TILE_FILTERS];
    const idx blocks = parts(filters, FILTERS_AT_ONCE);
    const idx vectors = list->direct ? rows * parts(list->columns, LANES)
                                     : parts((rows - 1) * list->pitch + list->columns, LANES);
    for (idx v = 0; v < vectors; v += VECTORS_AT_ONCE) /* the tile's pixels stay in the first-level cache for all blocks */
        for (idx block = 0; block < blocks; block++) {
            const idx f = block * filters / blocks, end = (block + 1) * filters / blocks;
            NAME(tiles)[end - f - 1][smaller(VECTORS_AT_ONCE, vectors - v) - 1](
                taps, packed + f * taps, offset, planes, list->from + v, bias ? bias + f : none, out + f * map,
                list->to + v, map);
        }
}

/* What a forward pass prepares once for all tasks. */
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
    const int small = s->F * s->OH * s->OW * (idx)sizeof(real) <= BAND_BYTES;
    plan.vectors = NAME(list_vectors)(plan.band, s->OW, p->pitch, small);
    plan.offset = take(plan.taps * (idx)sizeof(idx));
    plan.packed = take(s->F * plan.taps * (idx)sizeof(real));
    return plan;
}

static void NAME(forward_task)(const Sizes *s, const NAME(Forward) *plan, idx task, const real *x, const real *b,
                               real *out, real *planes, real *flat) {
    const NAME(Vectors) *list = &plan->vectors;
    const idx n = task / plan->bands, first = task % plan->bands * plan->band;
    const idx rows = smaller(plan->band, s->OH - first), map = s->OH * s->OW;
    out += n * s->F * map + first * s->OW;
    NAME(fill_planes)(&plan->planes, x + n * s->C * s->H * s->W, first, planes);
    NAME(correlate)(list, rows, s->F, plan->taps, plan->packed, plan->offset, planes, b, list->direct ? out : flat,
                    list->direct ? map : list->map);
    for (idx f = 0; f < s->F && !list->direct; f++)
        for (idx i = 0; i < rows; i++) /* leave out the gaps between rows */
            NAME(copy)(out + f * map + i * s->OW, flat + f * list->map + i * list->pitch, s->OW);
}

static int NAME(forward_bands)(const Sizes *s, const NAME(Forward) *plan, const real *x, const real *b, real *out,
                               int threads) {
    int failed = 0;
#pragma omp parallel num_threads(threads) if (threads > 1) reduction(| : failed)
    {
        real *planes = take_zeros((plan->planes_size + s->F * plan->vectors.map) * (idx)sizeof(real));
        failed = planes == NULL;
#pragma omp for schedule(static)
        for (idx task = 0; task < s->N * plan->bands; task++)
            if (planes)
                NAME(forward_task)(s, plan, task, x, b, out, planes, planes + plan->planes_size);
        free(planes);
    }
    return failed;
}

static int NAME(conv_forward)(const Sizes *s, const void *x, const void *w, const void *b, void *out, int threads) {
    if (NAME(terms)(s) <= DIRECT_TERMS) {
        NAME(direct_forward)(s, x, w, b, out);
        return 0;
    }
    NAME(Forward) plan = NAME(plan_forward)(s, threads);
    int failed = 1;
    if (plan.offset && plan.packed && plan.vectors.from) {
        NAME(tap_offsets)(&plan.planes, s->HH, s->WW, plan.offset);
        NAME(pack_weights)(w, s->F, plan.taps, plan.taps, NULL, plan.packed);
        failed = NAME(forward_bands)(s, &plan, x, b, out, threads);
    }
    free(plan.offset);
    free(plan.packed);
    free(plan.vectors.from);
    return failed;
}
