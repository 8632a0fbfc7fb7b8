/* The gradient of the two usual poolings, a vector of windows at a time: 2 x 2 and 3 x 3, both with stride 2.
 *
 * Windows o, o + 1, ... read every second pixel, so a row of pixels is taken apart into even and odd columns, and what
 * goes back is put together in the same way. `mask` is a vector of integers as wide as a real: all ones or zero, as
 * comparisons give it. The winner of a window is the winner of its rows' winners: the first of the largest is the same.
 */

/* Whether a number beats the best so far, which it then replaces; a NaN is larger than any number, and then stays.
 * Images without a NaN, which are nearly all, need a third of the work. */
INLINE mask NAME(beats)(const int nan, vec *best, vec value) {
    const mask wins = nan ? ~(value <= *best) & (*best == *best) : value > *best;
    *best = nan ? (vec)((wins & (mask)value) | (~wins & (mask)*best)) : NAME(larger)(value, *best);
    return wins;
}

/* So images are taken to have none, and done again if one was seen: zero times a number is zero, but not times a NaN,
 * nor times infinity, which is as rare. */
INLINE void NAME(look_for_nan)(const int nan, vec *zeros, vec some, vec others) {
    if (!nan)
        *zeros += (some + others) * 0;
}

static int NAME(has_nan)(vec zeros) {
    int any = 0;
    for (idx lane = 0; lane < LANES; lane++)
        any |= zeros[lane] != 0;
    return any;
}

/* `needed` numbers, of which the row has `count`: where they are, or a copy if that would read behind the array's end. */
INLINE const real *NAME(readable)(const int careful, const real *row, idx count, idx needed, const real *end,
                                  real *room) {
    if (!careful || needed <= end - row)
        return row;
    memset(room, 0, (size_t)needed * sizeof(real));
    return memcpy(room, row, (size_t)smaller(count, needed) * sizeof(real));
}

/* Have the pixels of a vector of windows, so many numbers ahead, brought here from memory while these are worked on; at
 * the end there may be none. Measured: how far ahead matters little. */
INLINE void NAME(fetch)(const real *row, idx ahead) {
    __builtin_prefetch(row + ahead);
    __builtin_prefetch(row + ahead + LANES);
}

/* Even and odd columns, in the order of EVEN: taken apart, and put together. */
INLINE void NAME(read_pairs)(const real *row, vec *even, vec *odd) {
    vec low = *(const vec *)row, high = *(const vec *)(row + LANES);
    KEEP(low);
    KEEP(high);
    *even = SHUFFLE(low, high, EVEN);
    *odd = SHUFFLE(low, high, ODD);
}

/* Each window's third pixel, which is the next one's first. Vectors of 64 bytes shuffle what they have, with the pixel
 * behind, as a cache line's end lies in whatever else they read; shorter ones are read again at less cost. */
INLINE vec NAME(third_pixels)(const real *row, vec even) {
#if VECTOR_BYTES == 64
    return SHUFFLE(even, row[2 * LANES] - (vec){0}, THIRD);
#else
    (void)even;
    return SHUFFLE(*(const vec *)(row + 2), *(const vec *)(row + 1 + LANES), THIRD);
#endif
}

INLINE void NAME(write_pairs)(real *to, vec even, vec odd) {
    *(vec *)to = SHUFFLE(even, odd, FIRST);
    *(vec *)(to + LANES) = SHUFFLE(even, odd, SECOND);
}

/* 2 x 2: every pixel is in one window, and is written once, or the same twice. */
INLINE int NAME(max_backward_2)(const int nan, const Sizes *s, const real *x, const real *dout, real *dx) {
    vec zeros = {0};
    for (idx i = 0; i < s->OH; i++)
        for (idx o = 0; o < s->OW; o += LANES) {
            o = smaller(o, s->OW - LANES);
            const idx pixel = 2 * (i * s->W + o);
            vec best[2], odd;
            mask right[2]; /* in each of the two rows */
            for (int u = 0; u < 2; u++) {
                NAME(read_pairs)(x + pixel + u * s->W, &best[u], &odd);
                if (FETCH_MORE) {
                    NAME(fetch)(x + pixel + u * s->W, ROWS_AHEAD * s->W);
                    NAME(fetch)(dx + pixel + u * s->W, ROWS_AHEAD * s->W);
                }
                NAME(look_for_nan)(nan, &zeros, best[u], odd);
                right[u] = NAME(beats)(nan, &best[u], odd);
            }
            const mask lower = NAME(beats)(nan, &best[0], best[1]);
            const vec given = *(const vec *)(dout + i * s->OW + o);
            const mask gradient = (mask)SHUFFLE(given, given, TURN), sent[2] = {~lower & gradient, lower & gradient};
            for (int u = 0; u < 2; u++)
                NAME(write_pairs)(dx + pixel + u * s->W, (vec)(~right[u] & sent[u]), (vec)(right[u] & sent[u]));
        }
    return NAME(has_nan)(zeros);
}

/* 3 x 3: windows overlap by a row and a column. The winner of a window is the winner of its rows, and the winner of a
 * row is the same for the window above and the window below. So each row of pixels is looked at once: the windows'
 * largest pixel in it, and which of the three that is. A window sends its gradient to one of its three rows; a row adds
 * up what both windows send it, sends that on to its pixels, and is written once.
 *
 * All this is done for a vector of windows at a time, from the top of the image to its bottom, so that nothing leaves
 * the registers but the gradient. A vector that reaches beyond the row writes what the next row, or the strip on the
 * left, writes again; so strips go from right to left. */
typedef struct {
    vec best, sent;
    mask second, third; /* whether the second pixel is larger than the first, the third larger than both */
} NAME(PixelRow);

/* A vector of windows, from the image's top to its bottom. */
typedef struct {
    idx W, OW, plane, columns; /* columns: from the strip's first to the row's last */
    mask inside; /* which windows are there, in the order of EVEN */
    const real *x_end, *dout_end, *dx_end;
} NAME(Strip);

INLINE NAME(PixelRow) NAME(look_at_row)(const int careful, const int nan, const NAME(Strip) *strip, const real *x,
                                        vec *zeros) {
    real room[2 * LANES_AT_MOST + 1];
    const real *at = NAME(readable)(careful, x, strip->columns, 2 * LANES + 1, strip->x_end, room);
    vec even, odd;
    NAME(read_pairs)(at, &even, &odd);
    NAME(fetch)(x, strip->plane);
    NAME(look_for_nan)(nan, zeros, even, odd);
    NAME(PixelRow) row = {.best = even};
    row.second = NAME(beats)(nan, &row.best, odd);
    row.third = NAME(beats)(nan, &row.best, NAME(third_pixels)(at, even));
    return row;
}

/* A window's third pixel is the first one of the next. What the last window of a row is taken to send there is zero, or
 * is written over: it is the first pixel of a row below, or of this row's empty window. */
INLINE void NAME(send_to_pixels)(const int careful, const NAME(Strip) *strip, const NAME(PixelRow) *row, real *dx) {
    real room[2 * LANES_AT_MOST];
    const int fits = !careful || 2 * LANES < strip->dx_end - dx;
    const vec third = (vec)(row->third & (mask)row->sent), others = (vec)(~row->third & (mask)row->sent);
    const vec second = (vec)(row->second & (mask)others), first = (vec)(~row->second & (mask)others);
    NAME(write_pairs)(fits ? dx : room, first + SHUFFLE((vec){0}, third, PREVIOUS), second);
    if (FETCH_MORE)
        __builtin_prefetch(dx + strip->plane);
    if (FETCH_MORE && strip->plane * (idx)sizeof(real) > SMALL_PLANE) /* of smaller ones, the other half comes of itself, and in time */
        __builtin_prefetch(dx + strip->plane + LANES);
    if (!fits)
        memcpy(dx, room, (size_t)smaller(2 * LANES, strip->columns) * sizeof(real));
    if (fits || 2 * LANES < strip->columns)
        dx[2 * LANES] += third[LANES - 1];
}

/* One row of windows, whose first row of pixels has been looked at; returns their last one, for the next. */
INLINE NAME(PixelRow) NAME(send_to_rows)(const int careful, const int nan, const NAME(Strip) *strip,
                                         NAME(PixelRow) top, const real *x, const real *dout, real *dx,
                                         vec *zeros) {
    real room[LANES_AT_MOST];
    NAME(PixelRow) middle = NAME(look_at_row)(careful, nan, strip, x + strip->W, zeros);
    NAME(PixelRow) bottom = NAME(look_at_row)(careful, nan, strip, x + 2 * strip->W, zeros);
    const idx windows = (strip->columns - 1) / 2;
    const vec given = *(const vec *)NAME(readable)(careful, dout, windows, LANES, strip->dout_end, room);
    const mask gradient = (mask)SHUFFLE(given, given, TURN) & strip->inside;
    vec best = top.best;
    const mask second = NAME(beats)(nan, &best, middle.best), third = NAME(beats)(nan, &best, bottom.best);
    const mask others = ~third & gradient;
    top.sent += (vec)(~second & others);
    middle.sent = (vec)(second & others);
    bottom.sent = (vec)(third & gradient);
    NAME(send_to_pixels)(careful, strip, &top, dx);
    NAME(send_to_pixels)(careful, strip, &middle, dx + strip->W);
    return bottom;
}

INLINE int NAME(max_backward_strip)(const int nan, const NAME(Strip) strip, idx OH, const real *x, const real *dout,
                                    real *dx) {
    vec zeros = {0};
    idx safe = OH; /* rows of windows that read and write nothing behind the ends */
    while (safe > 0 && (strip.x_end - x < 2 * safe * strip.W + 2 * LANES + 1 ||
                        strip.dx_end - dx < (2 * safe - 1) * strip.W + 2 * LANES + 1 ||
                        strip.dout_end - dout < (safe - 1) * strip.OW + LANES))
        safe--;
    NAME(PixelRow) top = NAME(look_at_row)(1, nan, &strip, x, &zeros);
    for (idx i = 0; i < safe; i++)
        top = NAME(send_to_rows)(0, nan, &strip, top, x + 2 * i * strip.W, dout + i * strip.OW, dx + 2 * i * strip.W,
                                 &zeros);
    for (idx i = safe; i < OH; i++)
        top = NAME(send_to_rows)(1, nan, &strip, top, x + 2 * i * strip.W, dout + i * strip.OW, dx + 2 * i * strip.W,
                                 &zeros);
    NAME(send_to_pixels)(1, &strip, &top, dx + 2 * OH * strip.W);
    return NAME(has_nan)(zeros);
}

/* One image's channel. One window more than there is, of no gradient, so that the last one's third pixel is written. */
INLINE int NAME(max_backward_3)(const int nan, const Sizes *s, const real *x, const real *dout, real *dx,
                                 const real *x_end, const real *dout_end) {
    int any = 0;
    const idx plane = s->H * s->W;
    NAME(Strip) strip = {.W = s->W, .OW = s->OW, .plane = plane, .x_end = x_end, .dout_end = dout_end,
                         .dx_end = dx + plane};
    for (idx o = s->OW / LANES * LANES; o >= 0; o -= LANES) {
        mask natural;
        for (idx lane = 0; lane < LANES; lane++)
            natural[lane] = o + lane < s->OW ? -1 : 0;
        strip.inside = SHUFFLE(natural, natural, TURN);
        strip.columns = s->W - 2 * o;
        any |= NAME(max_backward_strip)(nan, strip, s->OH, x + 2 * o, dout + o, dx + 2 * o);
    }
    if (s->H % 2 == 0) /* no window reaches the last row */
        memset(dx + (s->H - 1) * s->W, 0, (size_t)s->W * sizeof(real));
    return any;
}
