/* Vectors, as gcc and clang know them on every processor, and the sizes that follow from its registers and caches.
 *
 * A tile is TILE_FILTERS filters by TILE_VECTORS vectors of output positions. All its sums stay in registers, together
 * with TILE_VECTORS vectors of x and one weight. With AVX2 that is 4 * 3 + 3 + 1 = 16 registers, all that there are. A
 * block of dot products is DOT_FILTERS filters by DOT_TAPS taps, and its registers are counted in the same way. There
 * must be eight sums or more, because a fused multiply-add takes four cycles and two of them start in each cycle.
 */
#ifndef CONVREF_VECTORS_H
#define CONVREF_VECTORS_H

#if defined(CONVREF_WIDE_TILES) /* for tests: the tiles of AVX-512 on a processor that has shorter vectors */
#define VECTOR_BYTES 64
#define TILE_FILTERS 8
#define TILE_VECTORS 3
#define DOT_FILTERS 4
#define DOT_TAPS 6
#elif defined(__AVX512F__) /* 32 registers */
#define VECTOR_BYTES 64
#define TILE_FILTERS 8
#define TILE_VECTORS 3
#define DOT_FILTERS 4
#define DOT_TAPS 6
#elif defined(__AVX2__) /* 16 registers */
#define VECTOR_BYTES 32
#define TILE_FILTERS 4
#define TILE_VECTORS 3
#define DOT_FILTERS 4
#define DOT_TAPS 3
#elif defined(__aarch64__) /* 32 registers; tested in an emulator only */
#define VECTOR_BYTES 16
#define TILE_FILTERS 8
#define TILE_VECTORS 3
#define DOT_FILTERS 4
#define DOT_TAPS 6
#else /* SSE2 has 16 registers, and a product needs one of its own before it is added */
#define VECTOR_BYTES 16
#define TILE_FILTERS 4
#define TILE_VECTORS 2
#define DOT_FILTERS 3
#define DOT_TAPS 3
#endif

/* benchmarks/kernels/steps.py sets these to less. So it measures what each of them gains. */
#ifndef FILTERS_AT_ONCE
#define FILTERS_AT_ONCE TILE_FILTERS
#endif
#ifndef VECTORS_AT_ONCE
#define VECTORS_AT_ONCE TILE_VECTORS
#endif
#ifndef BAND_BYTES /* half of a second-level cache, which is twice as large on processors with AVX-512 */
#define BAND_BYTES ((VECTOR_BYTES == 64 ? 512 : 256) * 1024)
#endif
#ifndef TILES_FETCH
#define TILES_FETCH 1
#endif

/* Measured on a Zen 3 with AVX2 and on a Zen 5 with AVX-512. A factor of two in any of these sizes changes little. */
enum {
    DIRECT_TERMS = 4000,      /* with no more terms than this, the plain formula is faster */
    BLOCK_BYTES = 16 * 1024,  /* size of the gradients in one block of dot products: half of a first-level cache */
    BLOCK = 64,               /* number of windows in one block of pooling */
    ROWS_AHEAD = 8,           /* pooling fetches pixels from memory this many rows before it needs them */
    TAPS_AHEAD = 12,          /* and a tile from the second-level cache this many taps before it needs them */
    NEAR_BYTES = 16 * 1024,   /* a tile that reads more of the planes does not keep its weights in the first-level cache */
    LONG_SUM = 64,            /* a tile with more taps than this has time to fetch the places that its sums go to */
    STREAM_BYTES = 16 << 20,  /* no cache holds a result of this size until it is read again */
    STREAM_ROWS = 4,          /* rows of windows whose pixels are written past the caches together */
    STRIP_VECTORS = 2,        /* max backward, 3 x 3: vectors of windows side by side in a strip, 1 or 2 */
    FETCH_MORE = VECTOR_BYTES == 64, /* max backward, 2 x 2: up to 20 % faster on the Zen 5, 15 % slower on the Zen 3 */
    LANES_AT_MOST = 16,
};

#define INLINE static inline __attribute__((always_inline))

/* Write this before a loop whose number of turns is a small constant. The compiler then writes out every turn, so the
 * arrays that the loop indexes become registers. */
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

/* How many lanes 16 bytes have, and how many a vector has. */
#define FEW ((idx)(16 / sizeof(real)))
#define LANES ((idx)(VECTOR_BYTES / sizeof(real)))

typedef float real_float32;
typedef double real_float64;
/* Integers as wide as a real. */
typedef int32_t bits_float32;
typedef int64_t bits_float64;
/* Vectors are unaligned, because a tap may start at any pixel. They may alias, because they are read from arrays of
 * reals. */
typedef float vec_float32 __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(float)), may_alias));
typedef double vec_float64 __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(double)), may_alias));
/* 16 bytes, which every processor has in one register. Sums over lanes end in it. */
typedef float few_float32 __attribute__((vector_size(16), aligned(sizeof(float)), may_alias));
typedef double few_float64 __attribute__((vector_size(16), aligned(sizeof(double)), may_alias));
/* What a comparison of two vectors gives: all bits of a lane are set, or none. */
typedef int32_t mask_float32 __attribute__((vector_size(VECTOR_BYTES)));
typedef int64_t mask_float64 __attribute__((vector_size(VECTOR_BYTES)));

/* The outputs of a band. Each row has `columns` numbers. Rows are `pitch` apart in a plane, and follow each other
 * directly in an activation map. `end` is where the last row ends in the plane. */
typedef struct {
    idx columns, pitch, end;
} Rows;

/* Where one vector of outputs is. A vector may begin in the gap between two rows; then `column` is not less than the
 * number of columns, and `to` is for the first lane behind the gap. */
typedef struct {
    idx from;   /* where its first lane reads in a plane */
    idx column; /* which column that is */
    idx to;     /* where its first lane is written in an activation map */
} Place;

static inline idx smaller(idx a, idx b) { return a < b ? a : b; }
static inline idx larger(idx a, idx b) { return a > b ? a : b; }
static inline idx parts(idx whole, idx part) { return (whole + part - 1) / part; } /* rounded up */
static inline idx first_step(idx from, idx step) { return from > 0 ? parts(from, step) : 0; }

/* Memory that begins at a cache line, or NULL; and the end of it. Windows has functions of its own for both. */
#ifdef _WIN32
#include <malloc.h>
static inline void *take(idx bytes) { return _aligned_malloc((size_t)larger(bytes, 64), 64); }
static inline void give_back(void *memory) { _aligned_free(memory); }
#else
static inline void *take(idx bytes) {
    void *memory = NULL;
    return posix_memalign(&memory, 64, (size_t)larger(bytes, 64)) ? NULL : memory;
}
static inline void give_back(void *memory) { free(memory); }
#endif

static inline void *take_zeros(idx bytes) {
    void *memory = take(bytes);
    return memory ? memset(memory, 0, (size_t)bytes) : NULL;
}

#endif
