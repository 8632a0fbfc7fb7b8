/* Phase planes: an image with its zeros around it, taken apart by the stride. Every tap is then a constant offset.
 *
 * Plane (c, a, b) holds the pixels of channel c in rows a, a + SH, a + 2 SH, ... and columns b, b + SW, ... of the
 * padded image. At output (i, j), tap (c, u, v) reads plane (c, u mod SH, v mod SW) at row i + u / SH and column j + v
 * / SW. That is equally far from the plane's (i, j) for every output.
 *
 *     stride 2:   A b A b A b      plane (0, 0)  A A A     plane (0, 1)  b b b
 *                 c d c d c d      plane (1, 0)  c c c     plane (1, 1)  d d d
 *
 * `pitch` is the distance between two rows of a plane. It may be less than a row with its zeros, because the zeros at
 * the end of a row are also the zeros at the beginning of the next row.
 */

/* A band of an image's rows, as planes. */
typedef struct {
    idx channels, H, W;     /* of the image */
    idx SH, SW;             /* the stride */
    idx phases_h, phases_w; /* the planes of a channel that some tap reads: rows times columns, SH * SW at most */
    idx top, left;          /* zeros before the first row and column; a negative number leaves out rows or columns */
    idx rows, pitch, size;  /* of each plane */
} NAME(Planes);

/* Copy rows of numbers, which are often short. The last vector of a row may overlap the one before it. The rows that
 * are `ahead` by so many numbers are copied next, so they are fetched meanwhile. */
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

/* Copy every `step`-th pixel of an image's row into a plane's row. */
INLINE void NAME(spread)(real *restrict to, const real *restrict from, idx step, idx count) {
    if (step == 2)
        for (idx v = 0; v < count; v++)
            to[v] = from[2 * v];
    else
        for (idx v = 0; v < count; v++)
            to[v] = from[step * v];
}

/* Fill a plane. Its rows from `begin` to `end` are rows of an image; the others are zeros. */
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

/* Fill all planes with their rows from `first` on. The columns left and right of the image were zero at the start, and
 * stay so. The loop over channels is the innermost, because the divisions before it take as long as copying a row. */
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

/* The least pitch that leaves room for every row's zeros. Of each row, `columns` numbers are read, and the first
 * `outputs` of them are positions of outputs. A row's last zeros may be the first zeros of the next row. */
static idx NAME(least_pitch)(const NAME(Planes) *p, idx columns, idx outputs) {
    idx pitch = outputs;
    for (idx b = 0; b < p->phases_w; b++) {
        const idx zeros = first_step(p->left - b, p->SW);
        const idx end = smaller(columns, first_step(p->W + p->left - b, p->SW));
        pitch = larger(pitch, larger(end, columns - zeros));
    }
    return pitch;
}

/* Where each tap (channel, u, v) of a filter begins in the planes. Offsets are in bytes, because a load adds bytes to
 * its address at no cost. */
static void NAME(tap_offsets)(const NAME(Planes) *p, idx HH, idx WW, idx *offset) {
    for (idx c = 0; c < p->channels; c++)
        for (idx u = 0; u < HH; u++)
            for (idx v = 0; v < WW; v++) {
                const idx plane = (c * p->phases_h + u % p->SH) * p->phases_w + v % p->SW;
                *offset++ = (plane * p->size + u / p->SH * p->pitch + v / p->SW) * (idx)sizeof(real);
            }
}

/* The planes of x that the taps of a layer read. set_band says later how many rows they have. */
static NAME(Planes) NAME(planes_of_x)(const Sizes *s) {
    NAME(Planes) p = {.channels = s->C, .H = s->H, .W = s->W, .SH = s->SH, .SW = s->SW, .top = s->PH, .left = s->PW};
    p.phases_h = smaller(s->SH, s->HH);
    p.phases_w = smaller(s->SW, s->WW);
    p.pitch = NAME(least_pitch)(&p, s->OW + (s->WW - 1) / s->SW, s->OW);
    return p;
}

/* Give each plane this many rows, and make its size a multiple of `whole` numbers. */
static void NAME(set_band)(NAME(Planes) *p, idx rows, idx whole) {
    p->rows = rows;
    p->size = parts(rows * p->pitch, whole) * whole;
}

/* How many numbers all planes are, rounded up to whole cache lines. Kernels also read beyond the last row: its zeros,
 * and then less than one vector. */
static idx NAME(planes_size)(const NAME(Planes) *p, idx columns) {
    return parts(p->channels * p->phases_h * p->phases_w * p->size + columns + LANES, LANES_AT_MOST) * LANES_AT_MOST;
}
