/* The kernels without Python, against the formulas as they stand, on random layers and poolings of small whole numbers, where
 * nothing rounds. For processors that are not at hand: `.ci/run --full` runs it for arm64, in an emulator.
 *
 * Prints how many cases differ. The part below `#else` is included by this file itself, once for each type.
 */
#ifndef real
#include "kernels.h"
#include <stdio.h>

enum { CASES = 400 };

static idx from(idx least, idx most) { return least + rand() % (most - least + 1); }

#define real float
#define NAME(function) function##_float32
#include "emulated.c"
#undef real
#undef NAME
#define real double
#define NAME(function) function##_float64
#include "emulated.c"

int main(void) {
    int differ = 0;
    for (int i = 0; i < CASES; i++)
        differ += layer_differs_float32() + layer_differs_float64() + pooling_differs_float32() + pooling_differs_float64();
    printf("%d of %d cases differ, vectors of %d bytes\n", differ, 4 * CASES, VECTOR_BYTES);
    return differ > 0;
}

#else

static real *NAME(numbers)(idx count) {
    real *drawn = malloc((size_t)count * sizeof(real));
    for (idx i = 0; i < count; i++)
        drawn[i] = (real)from(-4, 4);
    return drawn;
}

/* Tell whether two arrays differ, and free both. */
static int NAME(differ)(real *ours, real *expected, idx count) {
    int differ = 0;
    for (idx i = 0; i < count; i++)
        differ |= ours[i] != expected[i];
    free(ours);
    free(expected);
    return differ;
}

static int NAME(layer_differs)(void) {
    const idx HH = from(1, 4), WW = from(1, 4), P = from(0, 2);
    Sizes s = {.N = from(1, 3), .C = from(1, 20), .H = HH + from(0, 20), .W = WW + from(0, 40), .F = from(1, 20),
               .HH = HH, .WW = WW, .SH = from(1, 3), .SW = from(1, 3), .PH = P, .PW = P};
    s.OH = (s.H + 2 * P - HH) / s.SH + 1;
    s.OW = (s.W + 2 * P - WW) / s.SW + 1;
    const idx pixels = s.N * s.C * s.H * s.W, weights = s.F * s.C * HH * WW, outputs = s.N * s.F * s.OH * s.OW;
    real *x = NAME(numbers)(pixels), *w = NAME(numbers)(weights), *b = NAME(numbers)(s.F), *dout = NAME(numbers)(outputs);
    real *out[2], *dx[2], *dw[2], *db[2];
    for (int way = 0; way < 2; way++) {
        out[way] = NAME(numbers)(outputs);
        dx[way] = NAME(numbers)(pixels);
        dw[way] = NAME(numbers)(weights);
        db[way] = NAME(numbers)(s.F);
    }
    int differ = NAME(conv_forward)(&s, x, w, b, out[0], 1) | NAME(conv_backward)(&s, dout, x, w, dx[0], dw[0], db[0], 1);
    NAME(direct_forward)(&s, x, w, b, out[1]);
    NAME(direct_backward)(&s, dout, x, w, dx[1], dw[1], db[1]);
    differ |= NAME(differ)(out[0], out[1], outputs) | NAME(differ)(dx[0], dx[1], pixels);
    differ |= NAME(differ)(dw[0], dw[1], weights) | NAME(differ)(db[0], db[1], s.F);
    free(x);
    free(w);
    free(b);
    free(dout);
    return differ;
}

/* One window: where its first largest pixel is, counted from the image's first, and the sum of all. */
static idx NAME(winner)(const Sizes *s, const real *x, idx plane, idx i, idx j, real *sum) {
    idx best = -1;
    *sum = 0;
    for (idx u = 0; u < s->HH; u++)
        for (idx v = 0; v < s->WW; v++) {
            const idx pixel = (plane * s->H + i * s->SH + u) * s->W + j * s->SW + v;
            best = best < 0 || x[pixel] > x[best] ? pixel : best;
            *sum += x[pixel];
        }
    return best;
}

static int NAME(pooling_differs)(void) {
    const idx window = from(2, 3);
    Sizes s = {.N = from(1, 3), .C = from(1, 3), .H = window + from(0, 20), .W = window + from(0, 70), .HH = window,
               .WW = window, .SH = 2, .SW = 2};
    s.OH = (s.H - window) / 2 + 1;
    s.OW = (s.W - window) / 2 + 1;
    const idx planes = s.N * s.C, pixels = planes * s.H * s.W, outputs = planes * s.OH * s.OW;
    real *x = NAME(numbers)(pixels), *dout = NAME(numbers)(outputs);
    real *largest[2], *mean[2], *dx[2];
    for (int way = 0; way < 2; way++) {
        largest[way] = NAME(numbers)(outputs);
        mean[way] = NAME(numbers)(outputs);
        dx[way] = NAME(numbers)(pixels);
    }
    NAME(max_pool_forward)(&s, x, largest[0], 1);
    NAME(avg_pool_forward)(&s, x, mean[0], 1);
    NAME(max_pool_backward)(&s, dout, x, dx[0], 1);
    memset(dx[1], 0, (size_t)pixels * sizeof(real));
    for (idx o = 0; o < outputs; o++) {
        real sum;
        const idx best = NAME(winner)(&s, x, o / (s.OH * s.OW), o / s.OW % s.OH, o % s.OW, &sum);
        largest[1][o] = x[best];
        mean[1][o] = sum / (real)(window * window);
        dx[1][best] += dout[o];
    }
    free(x);
    free(dout);
    return NAME(differ)(largest[0], largest[1], outputs) | NAME(differ)(mean[0], mean[1], outputs) |
           NAME(differ)(dx[0], dx[1], pixels);
}
#endif
