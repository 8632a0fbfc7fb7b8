/* The gradients by w and b. The gradient by a weight is a dot product of dout with the pixels that the weight's tap
 * meets.
 *
 *     dw[f, k] = sum over images n and flat positions p of  dout[f, p] * x[offset[k] + p]
 *
 * dout gets the pitch of x's planes, with zeros in the gaps. So the gaps add nothing, as long as x is finite.
 */

typedef struct {
    NAME(Planes) x, dout; /* dout: of one block of filters; its number of channels is set for each block */
    idx taps, band, bands, length, x_size, dout_size, sums_size;
    idx *offset;
    real *sums; /* for each thread: [F][taps][LANES] for w, then [F][LANES] for b */
} NAME(GradientW);

static NAME(GradientW) NAME(plan_gradient_w)(const Sizes *s, int threads) {
    NAME(GradientW) plan = {.x = NAME(planes_of_x)(s), .taps = s->C * s->HH * s->WW};
    NAME(Planes) d = {.H = s->OH, .W = s->OW, .SH = 1, .SW = 1, .phases_h = 1, .phases_w = 1};
    d.pitch = plan.x.pitch;
    plan.band = rows_of_a_band(s->OH, BLOCK_BYTES / (DOT_FILTERS * d.pitch * (idx)sizeof(real)), s->N, threads);
    plan.bands = parts(s->OH, plan.band);
    NAME(set_band)(&plan.x, plan.band + (s->HH - 1) / s->SH, 1);
    NAME(set_band)(&d, plan.band, LANES);
    plan.dout = d;
    plan.length = parts((plan.band - 1) * d.pitch + s->OW, LANES) * LANES;
    plan.x_size = NAME(planes_size)(&plan.x, d.pitch + s->OW + s->WW);
    plan.dout_size = DOT_FILTERS * d.size;
    plan.sums_size = s->F * (plan.taps + 1) * LANES;
    plan.offset = take(plan.taps * (idx)sizeof(idx));
    plan.sums = take(threads * plan.sums_size * (idx)sizeof(real));
    return plan;
}

/* Add up all numbers of a band, lane by lane. There are four sums, so that no addition waits for the one before. */
static void NAME(add_lanes)(const real *numbers, idx length, vec *sum) {
    vec sums[4] = {*sum, {0}, {0}, {0}};
    idx p = 0;
    for (; p + 4 * LANES <= length; p += 4 * LANES)
        for (int v = 0; v < 4; v++)
            sums[v] += *(const vec *)(numbers + p + v * LANES);
    for (; p < length; p += LANES)
        sums[0] += *(const vec *)(numbers + p);
    *sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* Add one band of image n to the sums. */
static void NAME(gradient_w_band)(const Sizes *s, const NAME(GradientW) *plan, idx n, idx band, const real *dout,
                                  const real *x, real *x_planes, real *dout_planes, real *sums) {
    const idx first = band * plan->band, taps = plan->taps;
    const idx blocks = parts(s->F, DOT_FILTERS), tap_blocks = parts(taps, DOT_TAPS);
    NAME(fill_planes)(&plan->x, x + n * s->C * s->H * s->W, first, x_planes);
    for (idx block = 0; block < blocks; block++) {
        const idx f = block * s->F / blocks, f_end = (block + 1) * s->F / blocks;
        NAME(Planes) gradients = plan->dout;
        gradients.channels = f_end - f;
        NAME(fill_planes)(&gradients, dout + (n * s->F + f) * s->OH * s->OW, first, dout_planes);
        for (idx i = f; i < f_end; i++)
            NAME(add_lanes)(dout_planes + (i - f) * gradients.size, plan->length,
                            (vec *)(sums + (s->F * taps + i) * LANES));
        for (idx tap_block = 0; tap_block < tap_blocks; tap_block++) {
            const idx k = tap_block * taps / tap_blocks, k_end = (tap_block + 1) * taps / tap_blocks;
            NAME(all_dots)[f_end - f - 1][k_end - k - 1](plan->length, dout_planes, gradients.size, x_planes,
                                                         plan->offset + k, sums + (f * taps + k) * LANES, taps);
        }
    }
}

/* Add up the sums of all threads and all lanes, for `count` gradients from `first` on. */
static void NAME(add_up)(const NAME(GradientW) *plan, idx first, idx count, real *gradient) {
    const int threads = threads_at_work();
#pragma omp for schedule(static) nowait
    for (idx i = 0; i < count; i++) {
        few lanes = {0};
        for (int thread = 0; thread < threads; thread++)
            for (idx lane = 0; lane < LANES; lane += FEW)
                lanes += *(const few *)(plan->sums + thread * plan->sums_size + (first + i) * LANES + lane);
        real sum = 0;
        for (idx lane = 0; lane < FEW; lane++)
            sum += lanes[lane];
        gradient[i] = sum;
    }
}
