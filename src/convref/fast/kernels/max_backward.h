/* The gradient of the two usual poolings, a vector of windows at a time: 2 x 2 and 3 x 3, both with stride 2.
 *
 * Windows o, o + 1, ... read every second pixel, so a row of pixels is taken apart into even and odd columns, and what
 * goes back is put together in the same way. `mask` is a vector of integers as wide as a real: all ones or zero, as
 * comparisons give it, and the winner's number.
 */

/* Keep the larger of the best so far and a new pixel; a NaN is larger than any number, and then stays. Images without a
 * NaN, which are nearly all, need half of the work. */
INLINE void NAME(challenge)(const int nan, vec *best, mask *winner, vec value, int tap) {
    const mask wins = nan ? ~(value <= *best) & (*best == *best) : value > *best;
    *best = (vec)((wins & (mask)value) | (~wins & (mask)*best));
    *winner = (wins & tap) | (~wins & *winner);
}

/* Which tap of each window wins, in the order of EVEN. Tap v = 2 is the odd columns of the row that begins one pixel later, so that nothing
 * behind the last window is read. */
INLINE mask NAME(winners_of)(const int window, const int nan, const real *x, idx W) {
    vec best = {0};
    mask winner = {0};
#pragma GCC unroll 3
    for (int u = 0; u < window; u++, x += W) {
        const vec low = *(const vec *)x, high = *(const vec *)(x + LANES);
        if (u == 0)
            best = SHUFFLE(low, high, EVEN);
        else
            NAME(challenge)(nan, &best, &winner, SHUFFLE(low, high, EVEN), u * window);
        NAME(challenge)(nan, &best, &winner, SHUFFLE(low, high, ODD), u * window + 1);
        if (window == 3) {
            const vec next = *(const vec *)(x + 1), last = *(const vec *)(x + 1 + LANES);
            NAME(challenge)(nan, &best, &winner, SHUFFLE(next, last, ODD), u * window + 2);
        }
    }
    return winner;
}

static int NAME(has_nan)(const real *x, idx count) {
    mask found[2] = {{0}};
    int any = 0;
    idx i = 0;
    for (; i + 2 * LANES <= count; i += 2 * LANES) {
        const vec first = *(const vec *)(x + i), second = *(const vec *)(x + i + LANES);
        found[0] |= first != first;
        found[1] |= second != second;
    }
    found[0] |= found[1];
    for (idx lane = 0; lane < LANES; lane++)
        any |= found[0][lane] != 0;
    for (; i < count; i++)
        any |= x[i] != x[i];
    return any;
}

/* The gradient of those windows that a tap won, and zero. */
INLINE vec NAME(share)(mask winner, vec gradient, int tap) { return (vec)((winner == tap) & (mask)gradient); }

/* Even and odd columns, in the order of EVEN. */
INLINE void NAME(write_pairs)(real *to, vec even, vec odd) {
    *(vec *)to = SHUFFLE(even, odd, FIRST);
    *(vec *)(to + LANES) = SHUFFLE(even, odd, SECOND);
}

/* 2 x 2: every pixel is in one window, and is written once, or the same twice. */
INLINE void NAME(max_backward_2)(const int nan, const real *x, idx W, idx count, const real *dout, real *dx) {
    for (idx o = 0; o < count; o += LANES) {
        o = smaller(o, count - LANES);
        const mask winner = NAME(winners_of)(2, nan, x + 2 * o, W);
        const vec given = *(const vec *)(dout + o), gradient = SHUFFLE(given, given, TURN);
        for (int u = 0; u < 2; u++)
            NAME(write_pairs)(dx + u * W + 2 * o, NAME(share)(winner, gradient, 2 * u),
                              NAME(share)(winner, gradient, 2 * u + 1));
    }
}

/* 3 x 3: an even column is the last of one window and the first of the next, and so for rows. So winners are found for
 * a row of windows ahead, and kept with their gradients for two rows more, with windows that nobody wins around them.
 * Then every pixel is written once, from what the windows that hold it send it, in the order of the lesson. */
typedef struct {
    real gradient[LANES_AT_MOST + WIDEST + LANES_AT_MOST];
    bits winner[LANES_AT_MOST + WIDEST + LANES_AT_MOST];
} NAME(Windows);

/* Nobody wins the windows before the first and behind the last. */
static void NAME(set_margins)(NAME(Windows) *row, idx count) {
    memset(row->gradient, 0, sizeof row->gradient);
    memset(row->winner, -1, (size_t)(LANES_AT_MOST + count + LANES_AT_MOST) * sizeof(bits));
}

INLINE void NAME(find_windows)(const int nan, const real *x, idx W, idx count, const real *dout, NAME(Windows) *row) {
    for (idx o = 0; o < count; o += LANES) {
        o = smaller(o, count - LANES);
        const mask turned = NAME(winners_of)(3, nan, x + 2 * o, W), winner = SHUFFLE(turned, turned, TURN);
        memcpy(row->winner + LANES_AT_MOST + o, &winner, sizeof winner);
        *(vec *)(row->gradient + LANES_AT_MOST + o) = *(const vec *)(dout + o);
    }
}

/* What the windows from o on send through one tap. */
INLINE vec NAME(sent)(const NAME(Windows) *row, idx o, int tap) {
    mask winner;
    memcpy(&winner, row->winner + LANES_AT_MOST + o, sizeof winner);
    return NAME(share)(winner, *(const vec *)(row->gradient + LANES_AT_MOST + o), tap);
}

INLINE void NAME(write_natural_pairs)(real *to, vec even, vec odd) {
    NAME(write_pairs)(to, SHUFFLE(even, even, TURN), SHUFFLE(odd, odd, TURN));
}

/* A row of pixels that is the last of the windows `above`, and the first of the windows `below`. */
static void NAME(collect_even_row)(const NAME(Windows) *above, const NAME(Windows) *below, idx W, real *dx) {
    for (idx o = 0; o < W / 2; o += LANES) {
        o = smaller(o, W / 2 - LANES);
        const vec even = NAME(sent)(above, o - 1, 8) + NAME(sent)(above, o, 6) + NAME(sent)(below, o - 1, 2);
        NAME(write_natural_pairs)(dx + 2 * o, even + NAME(sent)(below, o, 0),
                                  NAME(sent)(above, o, 7) + NAME(sent)(below, o, 1));
    }
    if (W % 2) { /* the last column */
        const idx last = LANES_AT_MOST + W / 2 - 1;
        dx[W - 1] = above->winner[last] == 8 ? above->gradient[last] : 0;
        dx[W - 1] += below->winner[last] == 2 ? below->gradient[last] : 0;
    }
}

/* A row of pixels that is the middle of these windows. */
static void NAME(collect_odd_row)(const NAME(Windows) *row, idx W, real *dx) {
    for (idx o = 0; o < W / 2; o += LANES) {
        o = smaller(o, W / 2 - LANES);
        NAME(write_natural_pairs)(dx + 2 * o, NAME(sent)(row, o - 1, 5) + NAME(sent)(row, o, 3),
                                  NAME(sent)(row, o, 4));
    }
    if (W % 2) {
        const idx last = LANES_AT_MOST + W / 2 - 1;
        dx[W - 1] = row->winner[last] == 5 ? row->gradient[last] : 0;
    }
}

/* One image's channel. Of the four rows, the last is of windows that are not there. */
INLINE void NAME(max_backward_3)(const int nan, const Sizes *s, const real *x, const real *dout, real *dx,
                                 NAME(Windows) *rows) {
    const NAME(Windows) *nothing = rows + 3;
    NAME(find_windows)(nan, x, s->W, s->OW, dout, rows);
    for (idx r = 0; 2 * r < s->H; r++) {
        const NAME(Windows) *above = r > 0 && r <= s->OH ? rows + (r - 1) % 3 : nothing;
        const NAME(Windows) *row = r < s->OH ? rows + r % 3 : nothing;
        if (r + 1 < s->OH)
            NAME(find_windows)(nan, x + 2 * (r + 1) * s->W, s->W, s->OW, dout + (r + 1) * s->OW, rows + (r + 1) % 3);
        NAME(collect_even_row)(above, row, s->W, dx + 2 * r * s->W);
        if (2 * r + 1 < s->H)
            NAME(collect_odd_row)(row, s->W, dx + (2 * r + 1) * s->W);
    }
}
