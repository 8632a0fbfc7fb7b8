/* What a set of kernels offers: the sizes of a call, and one table of functions for each float type.
 *
 * The tables are filled once for each instruction set, in modules of their own; the processor's best is chosen when
 * convref.fast is imported. Arrays come as void pointers to contiguous, aligned memory, so that the code that checks
 * arguments need not care which of the two float types it has in hand.
 */
#ifndef CONVREF_TABLE_H
#define CONVREF_TABLE_H

#include <stddef.h>

typedef ptrdiff_t idx;

/* x (N, C, H, W), w (F, C, HH, WW), out (N, F, OH, OW); stride SH, SW; PH, PW zeros on each side. For pooling the
 * window is HH by WW, F is C, and there is no padding. */
typedef struct {
    idx N, C, H, W, F, HH, WW, SH, SW, PH, PW, OH, OW;
} Sizes;

/* A convolution returns 0, or something else if there was no memory. */
typedef struct {
    int (*conv_forward)(const Sizes *s, const void *x, const void *w, const void *b, void *out, int threads);
    int (*conv_backward)(const Sizes *s, const void *dout, const void *x, const void *w, void *dx, void *dw, void *db,
                         int threads);
    void (*max_pool_forward)(const Sizes *s, const void *x, void *out, int threads);
    void (*max_pool_backward)(const Sizes *s, const void *dout, const void *x, void *dx, int threads);
    void (*avg_pool_forward)(const Sizes *s, const void *x, void *out, int threads);
    void (*avg_pool_backward)(const Sizes *s, const void *dout, void *dx, int threads);
    void (*relu_forward)(idx n, const void *x, void *out, int threads);
    void (*relu_backward)(idx n, const void *dout, const void *x, void *dx, int threads);
    int (*all_finite)(idx n, const void *x);
    double (*multiply_adds)(idx rounds); /* does as many as it can per second, and returns how many it did */
} Kernels;

typedef struct {
    Kernels float32, float64;
    int vector_bytes;
    int openmp; /* whether there is more than one thread to be had */
} InstructionSet;

#endif
