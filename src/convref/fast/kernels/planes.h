/* Phase planes: images with their zeros around them, taken apart by stride, so that every tap is an offset.
 *
 * Plane (c, a, b) holds the pixels of channel c in rows a, a + SH, a + 2 SH ... and columns b, b + SW ... of the
 * padded image. What tap (c, u, v) meets at output (i, j) then lies in plane (c, u mod SH, v mod SW), at row i + u / SH
 * and column j + v / SW: as far from the plane's (i, j) for every output.
 *
 * `pitch` is the distance of two rows. It may be less than a row and its zeros need: the zeros at the end of a row are
 * those at the beginning of the next.
 */

/* A band of the rows of some images, as planes. */
typedef struct {
    idx channels, H, W;     /* what is taken apart */
    idx SH, SW;             /* by which stride */
    idx phases_h, phases_w; /* how many of its SH * SW phases a tap reaches */
    idx top, left;          /* zeros before the first row and column; fewer than 0 leaves some out */
    idx rows, pitch, size;  /* of each plane */
} NAME(Planes);

/* Copy rows of numbers, as few as they often are; the last vector of a row may overlap the one before. In the meantime
 * the rows that are copied next, so many numbers `ahead`, are fetched. */
INLINE void NAME(copy_rows)(real *restrict to, idx pitch, const real *restrict from, idx stride, idx rows, idx count,
                            idx ahead) {
    const idx last = count - LANES;
    for (idx r = 0; r < rows; r++, to += pitch, from += stride) {
        for (idx i = 0; i < count; i += 64 / (idx)sizeof(real))
            __builtin_prefetch(from + ahead + i);
        if (last < 0)
            for (idx i = 0; i < count; i++)
                to[i] = from[i];
        else {
            for (idx i = 0; i < last; i += LANES)
                *(vec *)(to + i) = *(const vec *)(from + i);
            *(vec *)(to + last) = *(const vec *)(from + last);
        }
    }
}

/* The pixels of a row of a plane: every `step`-th. */
INLINE void NAME(spread)(real *restrict to, const real *restrict from, idx step, idx count) {
    if (step == 2)
        for (idx v = 0; v < count; v++)
            to[v] = from[2 * v];
    else
        for (idx v = 0; v < count; v++)
            to[v] = from[step * v];
}

/* Fill a plane whose rows from `begin` to `end` are rows of an image; others are zeros. */
INLINE void NAME(fill_plane)(const NAME(Planes) *p, const real *x, idx begin, idx end, idx count, real *row) {
    for (idx r = 0; r < begin; r++, row += p->pitch)
        memset(row, 0, (size_t)count * sizeof(real));
    if (p->SW == 1)
        NAME(copy_rows)(row, p->pitch, x, p->SH * p->W, end - begin, count, p->H * p->W);
    else
        for (idx r = 0; r < end - begin; r++)
            NAME(spread)(row + r * p->pitch, x + r * p->SH * p->W, p->SW, count);
    row += (end - begin) * p->pitch;
    for (idx r = end; r < p->rows; r++, row += p->pitch)
        memset(row, 0, (size_t)count * sizeof(real));
}

/* Fill all planes with their rows from `first` on. What is left and right of the image was zero at the start, and
 * stays. Channels come last, since divisions take as long as a row does. */
static void NAME(fill_planes)(const NAME(Planes) *p, const real *x, idx first, real *planes) {
    const idx phases = p->phases_h * p->phases_w;
    for (idx a = 0; a < p->phases_h; a++)
        for (idx b = 0; b < p->phases_w; b++, planes += p->size) {
            const idx begin = larger(0, smaller(first_step(p->top - a, p->SH) - first, p->rows));
            const idx end = larger(begin, smaller(first_step(p->H + p->top - a, p->SH) - first, p->rows));
            const idx start = smaller(first_step(p->left - b, p->SW), p->pitch);
            const idx count = smaller(p->pitch, first_step(p->W + p->left - b, p->SW)) - start;
            const idx from = ((first + begin) * p->SH + a - p->top) * p->W + start * p->SW + b - p->left;
            for (idx c = 0; c < p->channels && count > 0; c++)
                NAME(fill_plane)(p, x + c * p->H * p->W + from, begin, end, count, planes + c * phases * p->size + start);
        }
}

/* The least pitch at which no row needs more zeros than the next one begins with: `columns` are read of each row, of
 * which the first `outputs` are outputs. */
static idx NAME(least_pitch)(const NAME(Planes) *p, idx columns, idx outputs) {
    idx pitch = outputs;
    for (idx b = 0; b < p->phases_w; b++) {
        const idx zeros = first_step(p->left - b, p->SW);
        const idx end = smaller(columns, first_step(p->W + p->left - b, p->SW));
        pitch = larger(pitch, larger(end, columns - zeros));
    }
    return pitch;
}

/* Where each tap (channel, u, v) of a filter begins in the planes, in bytes: what a load adds to an address by itself. */
static void NAME(tap_offsets)(const NAME(Planes) *p, idx HH, idx WW, idx *offset) {
    for (idx c = 0; c < p->channels; c++)
        for (idx u = 0; u < HH; u++)
            for (idx v = 0; v < WW; v++) {
                const idx plane = (c * p->phases_h + u % p->SH) * p->phases_w + v % p->SW;
                *offset++ = (plane * p->size + u / p->SH * p->pitch + v / p->SW) * (idx)sizeof(real);
            }
}

/* The planes of x that the taps of a layer reach, for bands of no rows yet. */
static NAME(Planes) NAME(planes_of_x)(const Sizes *s) {
    NAME(Planes) p = {.channels = s->C, .H = s->H, .W = s->W, .SH = s->SH, .SW = s->SW, .top = s->PH, .left = s->PW};
    p.phases_h = smaller(s->SH, s->HH);
    p.phases_w = smaller(s->SW, s->WW);
    p.pitch = NAME(least_pitch)(&p, s->OW + (s->WW - 1) / s->SW, s->OW);
    return p;
}

/* Room for bands of so many rows of output, each plane a multiple of `whole` numbers long. */
static void NAME(set_band)(NAME(Planes) *p, idx rows, idx whole) {
    p->rows = rows;
    p->size = parts(rows * p->pitch, whole) * whole;
}

/* How many numbers they are, with what is read beyond the last row: its zeros, and less than a vector more. Whole cache
 * lines, for what comes behind. */
static idx NAME(planes_size)(const NAME(Planes) *p, idx columns) {
    return parts(p->channels * p->phases_h * p->phases_w * p->size + columns + LANES, LANES_AT_MOST) * LANES_AT_MOST;
}
