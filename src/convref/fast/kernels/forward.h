/* Convolution forward, and the engine that the gradient by x shares: tiles over bands of planes.
 *
 * A task is one band of one image's rows. Its planes and its outputs fit into the second-level cache, and no two
 * tasks write to the same place, so threads share out tasks, whether there are many images or one.
 */
/* Blocks of at most TILE_FILTERS filters, as even as can be (25 are 4 4 4 4 3 3 3), each with its weights side by side,
 * tap after tap. Filter f's weight of tap k is w[f * filter_step + tap[k]]. */
static void NAME(pack_weights)(const real *w, idx filters, idx filter_step, idx taps, const idx *tap, real *packed) {
    const idx blocks = parts(filters, TILE_FILTERS);
    for (idx block = 0; block < blocks; block++) {
        const idx begin = block * filters / blocks, end = (block + 1) * filters / blocks;
        for (idx k = 0; k < taps; k++)
            for (idx f = begin; f < end; f++)
                *packed++ = w[f * filter_step + (tap ? tap[k] : k)];
    }
}

/* out[f, p] for all filters and `length` flat positions, and up to a whole vector beyond. */
static void NAME(correlate)(idx filters, idx taps, const real *packed, const idx *offset, const real *planes,
                            const real *bias, idx length, real *out, idx pitch) {
    const idx blocks = parts(filters, TILE_FILTERS), vectors = parts(length, LANES);
    for (idx v = 0; v < vectors; v += TILE_VECTORS) /* the tile's pixels stay in the first-level cache for all blocks */
        for (idx block = 0; block < blocks; block++) {
            const idx f = block * filters / blocks, end = (block + 1) * filters / blocks;
            NAME(tile)(end - f, smaller(TILE_VECTORS, vectors - v), taps, packed + f * taps, offset,
                       planes + v * LANES, bias ? bias + f : NULL, out + f * pitch + v * LANES, pitch);
        }
}

/* What a forward pass prepares once for all tasks. */
typedef struct {
    NAME(Planes) planes;
    idx taps, band, bands, flat_pitch, planes_size;
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
    plan.flat_pitch = parts((plan.band - 1) * p->pitch + s->OW, LANES) * LANES;
    plan.planes_size = NAME(planes_size)(p, s->OW + s->WW);
    plan.offset = take(plan.taps * (idx)sizeof(idx));
    plan.packed = take(s->F * plan.taps * (idx)sizeof(real));
    return plan;
}

static void NAME(forward_task)(const Sizes *s, const NAME(Forward) *plan, idx task, const real *x, const real *b,
                               real *out, real *planes, real *flat) {
    const idx n = task / plan->bands, first = task % plan->bands * plan->band;
    const idx rows = smaller(plan->band, s->OH - first), pitch = plan->planes.pitch;
    NAME(fill_planes)(&plan->planes, x + n * s->C * s->H * s->W, first, planes);
    NAME(correlate)(s->F, plan->taps, plan->packed, plan->offset, planes, b, (rows - 1) * pitch + s->OW, flat,
                    plan->flat_pitch);
    for (idx f = 0; f < s->F; f++) { /* leave out the gaps between rows */
        real *to = out + ((n * s->F + f) * s->OH + first) * s->OW;
        for (idx i = 0; i < rows; i++)
            memcpy(to + i * s->OW, flat + f * plan->flat_pitch + i * pitch, (size_t)s->OW * sizeof(real));
    }
}

static int NAME(forward_bands)(const Sizes *s, const NAME(Forward) *plan, const real *x, const real *b, real *out,
                               int threads) {
    int failed = 0;
#pragma omp parallel num_threads(threads) if (threads > 1) reduction(| : failed)
    {
        real *planes = take_zeros((plan->planes_size + s->F * plan->flat_pitch) * (idx)sizeof(real));
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
    if (plan.offset && plan.packed) {
        NAME(tap_offsets)(&plan.planes, s->HH, s->WW, plan.offset);
        NAME(pack_weights)(w, s->F, plan.taps, plan.taps, NULL, plan.packed);
        failed = NAME(forward_bands)(s, &plan, x, b, out, threads);
    }
    free(plan.offset);
    free(plan.packed);
    return failed;
}
