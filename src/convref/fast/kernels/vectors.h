/* Vectors as gcc and clang know them on every processor, and how many fit into its registers.
 *
 * A tile is TILE_FILTERS filters by TILE_VECTORS vectors of output positions: that many sums stay in registers, beside
 * TILE_VECTORS vectors of x and one weight. 4 * 3 + 3 + 1 = 16 registers, which is all that AVX2 has. A block of dot
 * products, DOT_FILTERS filters by DOT_TAPS taps, is counted alike. There must be eight sums or more: a fused
 * multiply-add takes four cycles, and two of them start in each.
 */
#ifndef CONVREF_VECTORS_H
#define CONVREF_VECTORS_H

#if defined(CONVREF_WIDE_TILES) /* the shape of AVX-512, put together of what there is: for tests on other processors */
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
#else /* SSE2: a product needs a register of its own before it is added */
#define VECTOR_BYTES 16
#define TILE_FILTERS 4
#define TILE_VECTORS 2
#define DOT_FILTERS 3
#define DOT_TAPS 3
#endif

/* benchmarks/kernels/steps.py sets these to less, to measure what each of them is good for. */
#ifndef FILTERS_AT_ONCE
#define FILTERS_AT_ONCE TILE_FILTERS
#endif
#ifndef VECTORS_AT_ONCE
#define VECTORS_AT_ONCE TILE_VECTORS
#endif
#ifndef BAND_BYTES /* half of a second-level cache, which processors with AVX-512 have twice as large as others */
#define BAND_BYTES ((VECTOR_BYTES == 64 ? 512 : 256) * 1024)
#endif
#ifndef TILES_FETCH
#define TILES_FETCH 1
#endif

/* Measured, on a Zen 3 with AVX2 and a Zen 5 with AVX-512; a factor of two in any of these sizes changes little. */
enum {
    DIRECT_TERMS = 4000,      /* up to so many terms the plain formula is faster */
    BLOCK_BYTES = 16 * 1024,  /* the gradients of one block of dot products: half of a first-level cache */
    BLOCK = 64,               /* windows of one block of pooling */
    ROWS_AHEAD = 8,           /* pixels are fetched from memory so long before they are needed */
    TAPS_AHEAD = 12,          /* and from the second-level cache so many taps before */
    NEAR_BYTES = 16 * 1024,   /* what a tile reads of the planes, to stay in the first-level cache beside its weights */
    LONG_SUM = 64,            /* taps of a tile that takes long enough to fetch where its sums will go */
    STREAM_BYTES = 16 << 20,  /* what no cache holds until it is read again */
    STREAM_ROWS = 4,          /* of windows, whose pixels are written past the caches together */
    STRIP_VECTORS = 2,        /* maxima backward, 3 x 3: of windows, side by side; 1 or 2 */
    FETCH_MORE = VECTOR_BYTES == 64, /* maxima backward, 2 x 2: up to 20 % on the Zen 5, costs up to 15 % on the Zen 3 */
    LANES_AT_MOST = 16,
};

#define INLINE static inline __attribute__((always_inline))

/* Before a loop of a few turns, whose number is a constant: so that what it counts through is registers, not memory. */
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

#define FEW ((idx)(16 / sizeof(real)))
#define LANES ((idx)(VECTOR_BYTES / sizeof(real)))

/* Unaligned: a tap may start at any pixel. May alias: it is an array of reals that is read. */
typedef float vec_float32 __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(float)), may_alias));
typedef double vec_float64 __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(double)), may_alias));
/* The part of a vector that every processor has in one register: sums over lanes end in it. */
typedef float few_float32 __attribute__((vector_size(16), aligned(sizeof(float)), may_alias));
typedef double few_float64 __attribute__((vector_size(16), aligned(sizeof(double)), may_alias));
typedef int32_t mask_float32 __attribute__((vector_size(VECTOR_BYTES)));
typedef int64_t mask_float64 __attribute__((vector_size(VECTOR_BYTES)));

/* The outputs of a band: rows of `columns` numbers, `pitch` apart in a plane and side by side in a map. `end` is where
 * the last row ends in the plane. */
typedef struct {
    idx columns, pitch, end;
} Rows;

/* Where a vector of outputs reads in a plane, which column its first lane is in, gaps included, and where that lane goes
 * in a map; of one that begins in a gap, the first lane that goes anywhere. */
typedef struct {
    idx from, column, to;
} Place;

static inline idx smaller(idx a, idx b) { return a < b ? a : b; }
static inline idx larger(idx a, idx b) { return a > b ? a : b; }
static inline idx parts(idx whole, idx part) { return (whole + part - 1) / part; } /* rounded up */
static inline idx first_step(idx from, idx step) { return from > 0 ? parts(from, step) : 0; }

/* Memory on a cache line's boundary. */
static inline void *take(idx bytes) {
    void *memory = NULL;
    return posix_memalign(&memory, 64, (size_t)larger(bytes, 64)) ? NULL : memory;
}

static inline void *take_zeros(idx bytes) {
    void *memory = take(bytes);
    return memory ? memset(memory, 0, (size_t)bytes) : NULL;
}

#endif
