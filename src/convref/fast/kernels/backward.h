/* Convolution backward: all three gradients, one image after the other. So each gradient finds the image's dout in the
 * cache.
 *
 * A task is one band of one image: either of the gradient by x, or of the gradients by w and b. Threads share the
 * tasks.
 */

static void NAME(backward_tasks)(const Sizes *s, const NAME(GradientX) *by_x, const NAME(GradientW) *by_w,
                                 const real *dout, const real *x, real *dx, real *dw, real *db, int threads, int *failed) {
    const idx of_an_image = by_x->bands + by_w->bands;
    const idx room = by_x->planes_size + by_x->flat_size + by_w->x_size + by_w->dout_size;
    real *planes = take_zeros(room * (idx)sizeof(real)), *flat = planes + by_x->planes_size;
    real *x_planes = flat + by_x->flat_size, *dout_planes = x_planes + by_w->x_size;
    real *sums = by_w->sums + thread_number() * by_w->sums_size;
    if (!planes)
        note_failure(failed);
    memset(sums, 0, (size_t)by_w->sums_size * sizeof(real));
#pragma omp for schedule(dynamic, tasks_at_once(s->N, of_an_image, threads))
    for (idx task = 0; task < s->N * of_an_image; task++) {
        const idx n = task / of_an_image, band = task % of_an_image;
        if (!planes)
            continue;
        if (band < by_x->bands)
            NAME(gradient_x_band)(s, by_x, n, band, dout, dx, planes, flat);
        else
            NAME(gradient_w_band)(s, by_w, n, band - by_x->bands, dout, x, x_planes, dout_planes, sums);
    }
    give_back(planes);
    NAME(add_up)(by_w, 0, s->F * by_w->taps, dw);
    NAME(add_up)(by_w, s->F * by_w->taps, s->F, db);
}

static int NAME(conv_backward)(const Sizes *s, const void *dout, const void *x, const void *w, void *dx, void *dw,
                               void *db, int threads) {
    if (NAME(terms)(s) <= DIRECT_TERMS) {
        NAME(direct_backward)(s, dout, x, w, dx, dw, db);
        return 0;
    }
    NAME(GradientX) by_x = NAME(plan_gradient_x)(s, threads);
    NAME(GradientW) by_w = NAME(plan_gradient_w)(s, threads);
    int failed = 1;
    if (by_x.offset && by_x.tap && by_x.packed && by_x.vectors.place && by_w.offset && by_w.sums) {
        NAME(prepare_gradient_x)(s, &by_x, w, dx);
        NAME(tap_offsets)(&by_w.x, s->HH, s->WW, by_w.offset);
        failed = 0;
        ON_THREADS(NAME(backward_tasks)(s, &by_x, &by_w, dout, x, dx, dw, db, threads, &failed));
    }
    give_back(by_x.offset);
    give_back(by_x.tap);
    give_back(by_x.packed);
    give_back(by_x.vectors.place);
    give_back(by_w.offset);
    give_back(by_w.sums);
    return failed;
}
