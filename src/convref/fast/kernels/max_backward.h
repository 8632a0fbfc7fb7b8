/* The gradient of the two usual windows' maxima, a vector of windows at a time: 2 x 2 and 3 x 3, both with stride 2.
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

/* So images are taken to have none, and done again if one may have been seen: a sum of products is finite, unless a NaN
 * is in it, or infinity, or numbers so large that it becomes infinite, which are as rare. */
INLINE void NAME(look_for_nan)(const int nan, vec *products, vec some, vec others) {
    if (!nan)
        *products += some * others;
}

static int NAME(may_have_nan)(vec products) {
    int any = 0;
    for (idx lane = 0; lane < LANES; lane++)
        any |= products[lane] * 0 != 0;
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
    if (2 * VECTOR_BYTES > 64) /* more than a cache line */
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
    const vec behind = row[2 * LANES] - (vec){0};
    return SHUFFLE(even, behind, THIRD);
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
    vec products = {0};
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
                NAME(look_for_nan)(nan, &products, best[u], odd);
                right[u] = NAME(beats)(nan, &best[u], odd);
            }
            const mask lower = NAME(beats)(nan, &best[0], best[1]);
            const vec given = *(const vec *)(dout + i * s->OW + o);
            const mask gradient = (mask)SHUFFLE(given, given, TURN), sent[2] = {~lower & gradient, lower & gradient};
            for (int u = 0; u < 2; u++)
                NAME(write_pairs)(dx + pixel + u * s->W, (vec)(~right[u] & sent[u]), (vec)(right[u] & sent[u]));
        }
    return NAME(may_have_nan)(products);
}

/* 3 x 3: windows overlap by a row and a column. The winner of a window is the winner of its rows, and the winner of a
 * row is the same for the window above and the window below. So each row of pixels is looked at once: the windows'
 * largest pixel in it, and which of the three that is. A window sends its gradient to one of its three rows; a row adds
 * up what both windows send it, sends that on to its pixels, and is written once.
 *
 * All this is done for a strip of one or two vectors of windows, from the top of the image to its bottom, so that little
 * leaves the registers but the gradient. A vector that reaches beyond the row writes what the next row, or the strip on
 * the left, writes again; so strips go from right to left. */
typedef struct {
    vec best, sent;
    mask second, third; /* whether the second pixel is larger than the first, the third larger than both */
} NAME(PixelRow);

/* A result that no cache holds: a channel is finished in memory that one does, and goes on past the caches bit by bit
 * while more of it is computed. Memory is written so, and not read first. So many numbers are `done`. */
typedef struct {
    real *to;
    const real *from;
    idx done;
} NAME(Stream);

/* Up to this number, but for less than a vector. */
INLINE void NAME(stream_until)(NAME(Stream) *stream, idx end) {
    for (; stream->done < end && (uintptr_t)(stream->to + stream->done) % VECTOR_BYTES; stream->done++)
        stream->to[stream->done] = stream->from[stream->done];
    for (; stream->done + LANES <= end; stream->done += LANES)
        NAME(stream)(stream->to + stream->done, *(const vec *)(stream->from + stream->done));
}

static void NAME(stream_rest)(NAME(Stream) *stream, idx end) {
    NAME(stream_until)(stream, end);
    for (; stream->done < end; stream->done++)
        stream->to[stream->done] = stream->from[stream->done];
    STREAMED();
}

/* What all rows of a strip have in common. */
typedef struct {
    idx W, OW, plane, columns; /* columns: from the strip's first to the row's last */
    int inner; /* whether another strip lies on the right */
    mask inside[STRIP_VECTORS]; /* which windows are there, in the order of EVEN */
    const real *x_end, *dout_end, *dx_end;
    NAME(Stream) *stream; /* where the rows that this strip finishes go, or NULL */
} NAME(Strip);

INLINE NAME(PixelRow) NAME(look_at_row)(const int careful, const int nan, const NAME(Strip) *strip, const real *x,
                                        idx columns, vec *products) {
    real room[2 * LANES_AT_MOST + 1];
    const real *at = NAME(readable)(careful, x, columns, 2 * LANES + 1, strip->x_end, room);
    vec even, odd;
    NAME(read_pairs)(at, &even, &odd);
    NAME(fetch)(x, strip->plane);
    NAME(look_for_nan)(nan, products, even, odd);
    NAME(PixelRow) row = {.best = even};
    row.second = NAME(beats)(nan, &row.best, odd);
    row.third = NAME(beats)(nan, &row.best, NAME(third_pixels)(at, even));
    return row;
}

/* A window's third pixel is the first one of the next, which may be in the strip on the right. */
INLINE void NAME(send_to_pixels)(const int careful, const int vectors, const NAME(Strip) *strip, const NAME(PixelRow) *row,
                                 real *dx) {
    vec third = {0};
    UNROLL
    for (int v = 0; v < vectors; v++) {
        real room[2 * LANES_AT_MOST], *at = dx + v * 2 * LANES;
        const int fits = !careful || 2 * LANES <= strip->dx_end - at;
        const vec before = third, sent = row[v].sent;
        third = (vec)(row[v].third & (mask)sent);
        const vec others = (vec)(~row[v].third & (mask)sent);
        const vec second = (vec)(row[v].second & (mask)others), first = (vec)(~row[v].second & (mask)others);
        NAME(write_pairs)(fits ? at : room, first + SHUFFLE(before, third, PREVIOUS), second);
        if (!fits)
            memcpy(at, room, (size_t)smaller(2 * LANES, strip->columns - v * 2 * LANES) * sizeof(real));
    }
    if (strip->inner)
        dx[vectors * 2 * LANES] += third[LANES - 1];
}

/* One row of windows, whose first row of pixels has been looked at: `top`, which then is the last one, for the next. */
INLINE void NAME(send_to_rows)(const int careful, const int nan, const int vectors, const NAME(Strip) *strip,
                               NAME(PixelRow) *top, const real *x, const real *dout, real *dx, vec *products) {
    NAME(PixelRow) middle[STRIP_VECTORS], bottom[STRIP_VECTORS];
    UNROLL
    for (int v = 0; v < vectors; v++) {
        const real *pixels = x + v * 2 * LANES;
        const idx columns = strip->columns - v * 2 * LANES;
        real room[LANES_AT_MOST];
        middle[v] = NAME(look_at_row)(careful, nan, strip, pixels + strip->W, columns, products);
        bottom[v] = NAME(look_at_row)(careful, nan, strip, pixels + 2 * strip->W, columns, products);
        const vec given = *(const vec *)NAME(readable)(careful, dout + v * LANES, (columns - 1) / 2, LANES,
                                                       strip->dout_end, room);
        const mask gradient = (mask)SHUFFLE(given, given, TURN) & strip->inside[v];
        vec best = top[v].best;
        const mask second = NAME(beats)(nan, &best, middle[v].best), third = NAME(beats)(nan, &best, bottom[v].best);
        const mask others = ~third & gradient;
        top[v].sent += (vec)(~second & others);
        middle[v].sent = (vec)(second & others);
        bottom[v].sent = (vec)(third & gradient);
    }
    NAME(send_to_pixels)(careful, vectors, strip, top, dx);
    NAME(send_to_pixels)(careful, vectors, strip, middle, dx + strip->W);
    UNROLL
    for (int v = 0; v < vectors; v++)
        top[v] = bottom[v];
}

INLINE int NAME(max_backward_strip)(const int nan, const int vectors, const NAME(Strip) *strip, idx OH, const real *x,
                                    const real *dout, real *dx) {
    vec products = {0};
    const idx windows = vectors * LANES;
    /* Rows of windows that read and write nothing behind the ends. Images with a NaN are rare: all their rows go by the
     * loop that takes care. */
    idx safe = nan ? 0 : OH;
    while (safe > 0 && (strip->x_end - x < 2 * safe * strip->W + 2 * windows + 1 ||
                        strip->dx_end - dx < (2 * safe - 1) * strip->W + 2 * windows ||
                        strip->dout_end - dout < (safe - 1) * strip->OW + windows))
        safe--;
    NAME(PixelRow) top[STRIP_VECTORS];
    UNROLL
    for (int v = 0; v < vectors; v++) {
        top[v] = NAME(look_at_row)(1, nan, strip, x + v * 2 * LANES, strip->columns - v * 2 * LANES, &products);
        top[v].sent = (vec){0};
    }
    idx i = 0;
    while (i < safe) {
        const idx stop = strip->stream ? smaller(i + STREAM_ROWS, safe) : safe;
        for (; i < stop; i++)
            NAME(send_to_rows)(0, 0, vectors, strip, top, x + 2 * i * strip->W, dout + i * strip->OW,
                               dx + 2 * i * strip->W, &products);
        if (strip->stream)
            NAME(stream_until)(strip->stream, 2 * i * strip->W);
    }
    for (; i < OH; i++)
        NAME(send_to_rows)(1, nan, vectors, strip, top, x + 2 * i * strip->W, dout + i * strip->OW, dx + 2 * i * strip->W,
                           &products);
    NAME(send_to_pixels)(1, vectors, strip, top, dx + 2 * OH * strip->W);
    return NAME(may_have_nan)(products);
}

/* One image's channel. One window more than there is, of no gradient, so that the last one's third pixel is written. */
INLINE int NAME(max_backward_3)(const int nan, const Sizes *s, const real *x, const real *dout, real *dx,
                                 real *past, const real *x_end, const real *dout_end) {
    int any = 0;
    const idx plane = s->H * s->W;
    NAME(Stream) stream = {.to = past, .from = dx};
    NAME(Strip) strip = {.W = s->W, .OW = s->OW, .plane = plane, .x_end = x_end, .dout_end = dout_end,
                         .dx_end = dx + plane};
    for (idx end = s->OW / LANES + 1; end > 0;) { /* in vectors, like what follows */
        const int wide = (int)smaller(end, STRIP_VECTORS);
        const idx begin = end - wide, o = begin * LANES;
        for (int v = 0; v < wide; v++) {
            mask natural;
            for (idx lane = 0; lane < LANES; lane++)
                natural[lane] = o + v * LANES + lane < s->OW ? -1 : 0;
            strip.inside[v] = SHUFFLE(natural, natural, TURN);
        }
        strip.columns = s->W - 2 * o;
        strip.stream = past && begin == 0 ? &stream : NULL;
        if (wide == 1)
            any |= NAME(max_backward_strip)(nan, 1, &strip, s->OH, x + 2 * o, dout + o, dx + 2 * o);
        else
            any |= NAME(max_backward_strip)(nan, 2, &strip, s->OH, x + 2 * o, dout + o, dx + 2 * o);
        strip.inner = 1;
        end = begin;
    }
    if (s->H % 2 == 0) /* no window reaches the last row */
        memset(dx + (s->H - 1) * s->W, 0, (size_t)s->W * sizeof(real));
    if (past)
        NAME(stream_rest)(&stream, plane);
    return any;
}
