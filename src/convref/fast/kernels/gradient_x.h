/* The gradient by x. It is a forward pass on dout with zeros around it, once for each phase of the stride.
 *
 * Pixel (u * SH + a, v * SW + b) of the padded image gets
 *
 *     sum over f, i, j of  dout[f, u - i, v - j] * w[f, c, i * SH + a, j * SW + b]
 *
 * So each phase (a, b) has taps of its own, and the C channels take the place of the filters.
 */

typedef struct {
    NAME(Planes) planes; /* of dout */
    idx phases_h, phases_w;
    idx U0, U1, V0, V1; /* rows and columns of the phases that hold a pixel of x */
    NAME(Vectors) vectors;
    int merged;     /* whether the stride is above 1: phases are computed in memory of their own, then merged in dx */
    idx band, bands, planes_size;
    idx flat;       /* how many numbers one channel of a phase's band has before it is merged, with its gaps */
    idx flat_size;  /* how many all phases of a row have, over all channels */
    idx *offset, *tap; /* those of every phase, one phase after the other */
    real *packed;
} NAME(GradientX);

static NAME(GradientX) NAME(plan_gradient_x)(const Sizes *s, int threads) {
    const idx TI = (s->HH - 1) / s->SH, TJ = (s->WW - 1) / s->SW, taps = s->F * s->HH * s->WW;
    NAME(GradientX) plan = {.phases_h = smaller(s->SH, s->HH), .phases_w = smaller(s->SW, s->WW),
                            .U0 = s->PH / s->SH, .U1 = (s->H - 1 + s->PH) / s->SH + 1,
                            .V0 = s->PW / s->SW, .V1 = (s->W - 1 + s->PW) / s->SW + 1};
    NAME(Planes) p = {.channels = s->F, .H = s->OH, .W = s->OW, .SH = 1, .SW = 1, .phases_h = 1, .phases_w = 1,
                      .top = TI - plan.U0, .left = TJ - plan.V0};
    const idx columns = plan.V1 - plan.V0;
    p.pitch = NAME(least_pitch)(&p, columns + TJ, columns);
    const idx row = (s->F + s->C * plan.phases_w) * p.pitch * (idx)sizeof(real);
    plan.band = rows_of_a_band(plan.U1 - plan.U0, BAND_BYTES / row, s->N, threads);
    plan.bands = parts(plan.U1 - plan.U0, plan.band);
    NAME(set_band)(&p, plan.band + TI, 1);
    plan.planes_size = NAME(planes_size)(&p, columns + TJ);
    plan.merged = s->SH > 1 || s->SW > 1;
    plan.flat = plan.merged ? parts(plan.band * p.pitch, LANES) * LANES : 0;
    plan.flat_size = plan.phases_w * s->C * plan.flat;
    plan.vectors = NAME(list_vectors)(plan.band, plan.merged ? p.pitch : columns, p.pitch, s->F * (TI + 1));
    plan.planes = p;
    plan.offset = take_zeros((taps + TAPS_AHEAD) * (idx)sizeof(idx));
    plan.tap = take(taps * (idx)sizeof(idx));
    plan.packed = take(s->C * taps * (idx)sizeof(real));
    return plan;
}

/* List the taps of phase (a, b): where they read dout, in bytes, and where their weights are. Return how many there
 * are. */
static idx NAME(phase_taps)(const Sizes *s, const NAME(Planes) *p, idx a, idx b, idx *offset, idx *tap) {
    const idx TI = (s->HH - 1) / s->SH, TJ = (s->WW - 1) / s->SW;
    idx count = 0;
    for (idx f = 0; f < s->F; f++)
        for (idx i = 0; i * s->SH + a < s->HH; i++)
            for (idx j = 0; j * s->SW + b < s->WW; j++, count++) {
                offset[count] = (f * p->size + (TI - i) * p->pitch + TJ - j) * (idx)sizeof(real);
                tap[count] = (f * s->C * s->HH + i * s->SH + a) * s->WW + j * s->SW + b;
            }
    return count;
}

static idx NAME(taps_of_phase)(const Sizes *s, idx a, idx b) {
    return s->F * parts(s->HH - a, s->SH) * parts(s->WW - b, s->SW);
}

/* List the taps of every phase, and pack their weights. If there are gaps between windows, clear dx: no phase with taps
 * holds the pixels in the gaps. */
static void NAME(prepare_gradient_x)(const Sizes *s, const NAME(GradientX) *plan, const real *w, real *dx) {
    idx before = 0;
    if (s->SH > s->HH || s->SW > s->WW)
        memset(dx, 0, (size_t)(s->N * s->C * s->H * s->W) * sizeof(real));
    for (idx a = 0; a < plan->phases_h; a++)
        for (idx b = 0; b < plan->phases_w; b++) {
            const idx taps = NAME(phase_taps)(s, &plan->planes, a, b, plan->offset + before, plan->tap + before);
            NAME(pack_weights)(w, s->C, s->HH * s->WW, taps, plan->tap + before, plan->packed + s->C * before);
            before += taps;
        }
}

/* Put a row of x together from the phases of its columns. Phase b's row starts at flat + b * phase. */
static void NAME(merge_row)(const Sizes *s, const NAME(GradientX) *plan, const real *restrict flat, idx phase,
                            real *restrict row) {
    const idx b_end = plan->phases_w, SW = s->SW;
    if (SW == 2 && b_end == 2) { /* compilers make vectors of this loop; the two ends follow it */
        const idx begin = first_step(s->PW, 2), end = (s->W + s->PW) / 2;
        for (idx v = begin; v < end; v++) {
            row[2 * v - s->PW] = flat[v - plan->V0];
            row[2 * v - s->PW + 1] = flat[phase + v - plan->V0];
        }
        if (begin > 0 && 2 * begin - 1 >= s->PW)
            row[2 * begin - 1 - s->PW] = flat[phase + begin - 1 - plan->V0];
        if (2 * end < s->W + s->PW)
            row[2 * end - s->PW] = flat[end - plan->V0];
        return;
    }
    if (SW == 1) {
        memcpy(row, flat, (size_t)s->W * sizeof(real));
        return;
    }
    for (idx b = 0; b < b_end; b++) {
        const idx begin = first_step(s->PW - b, SW), end = first_step(s->W + s->PW - b, SW);
        for (idx v = begin; v < end; v++)
            row[v * SW + b - s->PW] = flat[b * phase + v - plan->V0];
    }
}

/* Put together the rows of phases (a, b) for all b, and write them to their places in dx. */
static void NAME(merge_rows)(const Sizes *s, const NAME(GradientX) *plan, idx first, idx rows, idx a,
                             const real *flat, real *dx) {
    for (idx c = 0; c < s->C; c++)
        for (idx r = 0; r < rows; r++) {
            const idx y = (plan->U0 + first + r) * s->SH + a - s->PH;
            if (y >= 0 && y < s->H)
                NAME(merge_row)(s, plan, flat + c * plan->flat + r * plan->planes.pitch, s->C * plan->flat,
                                dx + (c * s->H + y) * s->W);
        }
}

/* One band of the gradient by image n. */
static void NAME(gradient_x_band)(const Sizes *s, const NAME(GradientX) *plan, idx n, idx band, const real *dout, real *dx,
                                  real *planes, real *flat) {
    const idx first = band * plan->band;
    const idx rows = smaller(plan->band, plan->U1 - plan->U0 - first);
    const idx end = (rows - 1) * plan->planes.pitch + (plan->merged ? plan->planes.pitch : s->W);
    real *image = dx + n * s->C * s->H * s->W;
    idx before = 0;
    NAME(fill_planes)(&plan->planes, dout + n * s->F * s->OH * s->OW, first, planes);
    for (idx a = 0; a < plan->phases_h; a++) {
        for (idx b = 0; b < plan->phases_w; b++) {
            const idx taps = NAME(taps_of_phase)(s, a, b);
            NAME(correlate)(&plan->vectors, end, s->C, taps, plan->packed + s->C * before,
                            plan->offset + before, planes, NULL,
                            plan->merged ? flat + b * s->C * plan->flat : image + first * s->W,
                            plan->merged ? plan->flat : s->H * s->W);
            before += taps;
        }
        if (plan->merged)
            NAME(merge_rows)(s, plan, first, rows, a, flat, image);
    }
}
