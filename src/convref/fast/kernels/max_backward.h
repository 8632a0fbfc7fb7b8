/* The gradient of the maxima of the two usual windows, 2 x 2 and 3 x 3, both with stride 2: a vector of windows at a
 * time.
 *
 * Window o begins at pixel 2 * o. So a row of pixels is taken apart into its even and its odd columns, and the gradient
 * is put together in the same way. The pictures are in shuffles.h. For windows of 3 x 3 and eight lanes they are, in
 * short:
 *
 *     row of pixels          0 1 2 3 4 5 6 7 8 ...        window o has the pixels 2 o, 2 o + 1 and 2 o + 2
 *
 *     windows, in the order of EVEN      0  1  4  5 |  2  3  6  7
 *     EVEN: their first pixels           0  2  8 10 |  4  6 12 14
 *     ODD: their second pixels           1  3  9 11 |  5  7 13 15
 *     THIRD: their third pixels          2  4 10 12 |  6  8 14 16      pixel 2 is window 0's third and window 1's first
 *
 *     dout comes in natural order        0  1  2  3 |  4  5  6  7      TURN brings it into the order of EVEN
 *     PREVIOUS brings what each window sends to its third pixel to the next window, whose first pixel that is
 *     FIRST and SECOND put the even and odd columns of the gradient back into a row
 *
 * The winner of a window is the winner among its rows' winners. At a tie, the first of the largest is the same either
 * way.
 */

/* Return where a value beats the best so far, and replace the best there. A NaN is larger than any number, and nothing
 * beats it. Nearly all images have no NaN; then `nan` is 0, and there is a third of the work. */
INLINE mask NAME(beats)(const int nan, vec *best, vec value) {
    const mask wins = nan ? ~(value <= *best) & (*best == *best) : value > *best;
    *best = nan ? (vec)((wins & (mask)value) | (~wins & (mask)*best)) : NAME(larger)(value, *best);
    return wins;
}

/* Images are taken to have no NaN. If one may have been seen, the image is done again with `nan` = 1. To see a NaN,
 * pixels are multiplied in pairs, and the products added up. The sum is finite, unless there is a NaN, an infinity, or
 * numbers so large that a product or the sum becomes infinite. All of these are rare. */
INLINE void NAME(look_for_nan)(const int nan, vec *products, vec pixels, vec other_pixels) {
    if (!nan)
        *products += pixels * other_pixels;
}

static int NAME(may_have_nan)(vec products) {
    int seen = 0;
    for (idx lane = 0; lane < LANES; lane++)
        seen |= products[lane] * 0 != 0;
    return seen;
}

/* Return a place where `needed` numbers can be read. The row has only `count` of them. The place is the row itself, or
 * a copy in `room` if reading the row would go behind the end of the array. */
INLINE const real *NAME(readable)(const int careful, const real *row, idx count, idx needed, const real *end,
                                  real *room) {
    if (!careful || needed <= end - row)
        return row;
    memset(room, 0, (size_t)needed * sizeof(real));
    return memcpy(room, row, (size_t)smaller(count, needed) * sizeof(real));
}

/* Fetch the pixels of a vector of windows that are `ahead` by so many numbers. They come from memory while earlier
 * pixels are worked on. At the end of an array there may be none, which does no harm. How far ahead matters little
 * (measured). */
INLINE void NAME(fetch)(const real *row, idx ahead) {
    __builtin_prefetch(row + ahead);
    if (2 * VECTOR_BYTES > 64) /* the pixels are more than one cache line */
        __builtin_prefetch(row + ahead + LANES);
}

/* Take two vectors of a row apart into even and odd columns, both in the order of EVEN. */
INLINE void NAME(read_pairs)(const real *row, vec *even, vec *odd) {
    vec low = *(const vec *)row, high = *(const vec *)(row + LANES);
    KEEP(low);
    KEEP(high);
    *even = SHUFFLE(low, high, EVEN);
    *odd = SHUFFLE(low, high, ODD);
}

/* Each window's third pixel, in the order of EVEN. It is the first pixel of the next window.
 *
 * A vector of 64 bytes takes it out of `even`, and reads only the one pixel behind. To read the row again would cost
 * more, because nearly every vector of that length lies across two cache lines. Shorter vectors are read again. */
INLINE vec NAME(third_pixels)(const real *row, vec even) {
#if VECTOR_BYTES == 64
    const vec behind = row[2 * LANES] - (vec){0};
    return SHUFFLE(even, behind, THIRD);
#else
    (void)even;
    return SHUFFLE(*(const vec *)(row + 2), *(const vec *)(row + 1 + LANES), THIRD);
#endif
}

/* Put even and odd columns together, and write them as a row. */
INLINE void NAME(write_pairs)(real *to, vec even, vec odd) {
    *(vec *)to = SHUFFLE(even, odd, FIRST);
    *(vec *)(to + LANES) = SHUFFLE(even, odd, SECOND);
}

/* 2 x 2: every pixel is in one window. It is written once, or twice with the same value where vectors overlap. */
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

/* 3 x 3: windows overlap by a row and a column.
 *
 *     rows of pixels     0  top of window row 0
 *                        1  middle
 *                        2  bottom of window row 0, and top of window row 1: looked at once for both
 *                        3  middle
 *                        4  ...
 *
 * The largest of a window's three pixels in a row is the same for the window above and the window below. So each row of
 * pixels is looked at once: how large that pixel is, and which of the three it is. A window sends its gradient to one
 * of its three rows. A row adds up what the windows above and below send it, sends the sum on to its pixels, and is
 * written once.
 *
 * This is done for a strip of one or two vectors of windows, from the top of the image to its bottom. So nearly
 * everything but the gradient stays in registers. A vector that reaches beyond the end of the row writes there too. The
 * next row, or the strip on the left, writes the right numbers there later; so strips go from right to left. */

/* What is known of a row of pixels, for a vector of windows. */
typedef struct {
    vec best; /* the largest of each window's three pixels in this row */
    vec sent; /* the sum of what the windows send to this row */
    mask second, third; /* where the second pixel is larger than the first, and where the third is larger than both */
} NAME(PixelRow);

/* For a result that no cache holds. A channel is computed in a small memory that the cache does hold. From there it is
 * written past the caches, piece by piece, while more of it is computed. So the processor does not read the result's
 * memory first. `done` counts the numbers that have been written. */
typedef struct {
    real *to;
    const real *from;
    idx done;
} NAME(Stream);

/* Write the numbers up to `end`. Less than a vector of them may remain. */
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

/* What all rows of a strip share. */
typedef struct {
    idx W, OW, plane, columns; /* columns: from the strip's first to the row's last */
    int inner;         /* whether another strip lies on the right */
    mask inside[STRIP_VECTORS]; /* which lanes are windows of the image, in the order of EVEN */
    const real *x_end, *dout_end, *dx_end;
    NAME(Stream) *stream; /* where to write the rows that this strip finishes, or NULL */
} NAME(Strip);

/* Find the largest of each window's three pixels in a row. */
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

/* Send on to its pixels what a row has been sent. A window's third pixel is the first pixel of the next window, which
 * may be in the strip on the right. */
INLINE void NAME(send_to_pixels)(const int careful, const int vectors, const NAME(Strip) *strip, const NAME(PixelRow) *row,
                                 real *dx) {
    vec third = {0};
    UNROLL
    for (int v = 0; v < vectors; v++) {
        real room[2 * LANES_AT_MOST], *at = dx + v * 2 * LANES;
        const int fits = !careful || 2 * LANES <= strip->dx_end - at;
        const vec before = third, sent = row[v].sent;
        third = (vec)(row[v].third & (mask)sent);
        const vec first_two = (vec)(~row[v].third & (mask)sent);
        const vec second = (vec)(row[v].second & (mask)first_two), first = (vec)(~row[v].second & (mask)first_two);
        NAME(write_pairs)(fits ? at : room, first + SHUFFLE(before, third, PREVIOUS), second);
        if (!fits)
            memcpy(at, room, (size_t)smaller(2 * LANES, strip->columns - v * 2 * LANES) * sizeof(real));
    }
    if (strip->inner)
        dx[vectors * 2 * LANES] += third[LANES - 1];
}

/* One row of windows. Its first row of pixels, `top`, has been looked at. Afterwards `top` is its last row of pixels,
 * which is the first one for the next row of windows. */
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
        const mask first_two = ~third & gradient;
        top[v].sent += (vec)(~second & first_two);
        middle[v].sent = (vec)(second & first_two);
        bottom[v].sent = (vec)(third & gradient);
    }
    NAME(send_to_pixels)(careful, vectors, strip, top, dx);
    NAME(send_to_pixels)(careful, vectors, strip, middle, dx + strip->W);
    UNROLL
    for (int v = 0; v < vectors; v++)
        top[v] = bottom[v];
}

/* All rows of windows of one strip. Return whether a NaN may have been seen. */
INLINE int NAME(max_backward_strip)(const int nan, const int vectors, const NAME(Strip) *strip, idx OH, const real *x,
                                    const real *dout, real *dx) {
    vec products = {0};
    const idx windows = vectors * LANES;
    /* The first `safe` rows of windows read and write nothing behind the ends of the arrays. An image with a NaN has no
     * safe rows: such images are rare, so only the careful loop is compiled for them. */
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

/* One channel of an image. There is one window more than in the image. It has no gradient, and is there to write the
 * third pixel of the last window. */
INLINE int NAME(max_backward_3)(const int nan, const Sizes *s, const real *x, const real *dout, real *dx,
                                 real *past, const real *x_end, const real *dout_end) {
    int seen = 0;
    const idx plane = s->H * s->W;
    NAME(Stream) stream = {.to = past, .from = dx};
    NAME(Strip) strip = {.W = s->W, .OW = s->OW, .plane = plane, .x_end = x_end, .dout_end = dout_end,
                         .dx_end = dx + plane};
    for (idx end = s->OW / LANES + 1; end > 0;) { /* counted in vectors, like `begin` and `wide` */
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
            seen |= NAME(max_backward_strip)(nan, 1, &strip, s->OH, x + 2 * o, dout + o, dx + 2 * o);
        else
            seen |= NAME(max_backward_strip)(nan, 2, &strip, s->OH, x + 2 * o, dout + o, dx + 2 * o);
        strip.inner = 1;
        end = begin;
    }
    if (s->H % 2 == 0) /* no window reaches the last row */
        memset(dx + (s->H - 1) * s->W, 0, (size_t)s->W * sizeof(real));
    if (past)
        NAME(stream_rest)(&stream, plane);
    return seen;
}
