/* What a set of kernels offers: one table of functions for each float type, and the sizes of a call.
 *
 * Each instruction set has a module of its own, which fills both tables. convref.fast takes the best one for this
 * processor when it is imported. Arrays are void pointers to contiguous, aligned memory, so the code that checks
 * arguments is the same for both float types.
 */
#ifndef CONVREF_TABLE_H
#define CONVREF_TABLE_H

#include <stddef.h>

typedef ptrdiff_t idx;

/* x is (N, C, H, W), w is (F, C, HH, WW) and out is (N, F, OH, OW). The stride is SH by SW, with PH rows and PW columns
 * of zeros on each side. For pooling, the window is HH by WW, F is C, and there is no padding. */
typedef struct {
    idx N, C, H, W, F, HH, WW, SH, SW, PH, PW, OH, OW;
} Sizes;

/* A convolution returns 0, or another number if there was no memory. */
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
    double (*multiply_adds)(idx rounds); /* does them as fast as it can, and returns how many it did */
} Kernels;

typedef struct {
    Kernels float32, float64;
    int vector_bytes;
    int openmp; /* whether there can be more than one thread */
} InstructionSet;

const InstructionSet *find_kernels(void); /* of kernels.c */

#endif
