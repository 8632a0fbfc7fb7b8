/* What processors do with a vector in one instruction, but C has no operator for. */
#ifndef CONVREF_INSTRUCTIONS_H
#define CONVREF_INSTRUCTIONS_H

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* KEEP(vector) keeps a vector in its register. Otherwise the compiler may read it again, as if that cost nothing; but
 * where it lies across two cache lines, it does. KEEP_ORDER(vector) also keeps this place in the program. Otherwise the
 * compiler reads later vectors earlier, more of them than there are registers. */
#if defined(CONVREF_WIDE_TILES) /* no register holds such a vector */
#define KEEP(vector) (void)(vector)
#define KEEP_ORDER(vector) (void)(vector)
#elif defined(__x86_64__)
#define KEEP(vector) __asm__("" : "+v"(vector))
#define KEEP_ORDER(vector) __asm__ volatile("" : "+v"(vector))
#elif defined(__aarch64__)
#define KEEP(vector) __asm__("" : "+w"(vector))
#define KEEP_ORDER(vector) __asm__ volatile("" : "+w"(vector))
#else
#define KEEP(vector) (void)(vector)
#define KEEP_ORDER(vector) (void)(vector)
#endif

/* larger(a, b): a where a is larger, else b. Where one of them is a NaN, the result is b, as the processor's own
 * instruction gives it. Compilers rarely find that instruction: they write a comparison and two masks. */
#define LARGER_BY(type, intrinsic, register)                                     \
    static inline vec_##type larger_##type(vec_##type a, vec_##type b) {         \
        return (vec_##type)intrinsic((register)a, (register)b);                  \
    }
#define LARGER_BY_MASKS(type)                                                    \
    static inline vec_##type larger_##type(vec_##type a, vec_##type b) {         \
        const mask_##type wins = a > b;                                          \
        return (vec_##type)((wins & (mask_##type)a) | (~wins & (mask_##type)b)); \
    }

/* stream(to, vector): write a vector past the caches, to an address that is a multiple of its size. It pays where
 * nobody reads the result soon: the old memory is not read into the cache first. Other threads see the result after
 * STREAMED(). */
#define STREAM_BY(type, number, intrinsic, register) \
    static inline void stream_##type(number *to, vec_##type vector) { intrinsic(to, (register)vector); }
#define STREAM_AS_USUAL(type, number) \
    static inline void stream_##type(number *to, vec_##type vector) { *(vec_##type *)to = vector; }
#ifdef __x86_64__
#define STREAMED() _mm_sfence()
#else
#define STREAMED() (void)0
#endif

/* write_lanes(to, vector, lane, count): write only `count` lanes of a vector, from `lane` on. */
#define WRITE_LANES_BY(type, number, lane_mask, intrinsic, register)                                         \
    static inline void write_lanes_##type(number *to, const vec_##type *vector, idx lane, idx count) {       \
        const unsigned all = (1u << count) - 1;                                                              \
        intrinsic(to - lane, (lane_mask)(all << lane), (register)*vector); /* touches no other number */     \
    }
#define WRITE_LANES_BY_HALVES(type, number)                                                          \
    static inline void write_lanes_##type(number *to, const vec_##type *vector, idx lane, idx count) { \
        enum { HALF = VECTOR_BYTES / sizeof(number) / 2 };                                           \
        const number *from = (const number *)vector + lane;                                          \
        if (count >= HALF) { /* two halves, which may overlap */                                     \
            memcpy(to, from, HALF * sizeof(number));                                                 \
            memcpy(to + count - HALF, from + count - HALF, HALF * sizeof(number));                   \
        } else                                                                                       \
            for (idx i = 0; i < count; i++)                                                          \
                to[i] = from[i];                                                                     \
    }

#define HALVES                            \
    WRITE_LANES_BY_HALVES(float32, float) \
    WRITE_LANES_BY_HALVES(float64, double)
#define INTRINSICS(prefix, register)                            \
    LARGER_BY(float32, prefix##_max_ps, register)               \
    LARGER_BY(float64, prefix##_max_pd, register##d)            \
    STREAM_BY(float32, float, prefix##_stream_ps, register)     \
    STREAM_BY(float64, double, prefix##_stream_pd, register##d)

#if VECTOR_BYTES == 64 && defined(__AVX512F__)
WRITE_LANES_BY(float32, float, __mmask16, _mm512_mask_storeu_ps, __m512)
WRITE_LANES_BY(float64, double, __mmask8, _mm512_mask_storeu_pd, __m512d)
INTRINSICS(_mm512, __m512)
#elif VECTOR_BYTES == 32 && defined(__AVX__)
HALVES
INTRINSICS(_mm256, __m256)
#elif VECTOR_BYTES == 16 && defined(__SSE2__)
HALVES
INTRINSICS(_mm, __m128)
#else
HALVES
LARGER_BY_MASKS(float32)
LARGER_BY_MASKS(float64)
STREAM_AS_USUAL(float32, float)
STREAM_AS_USUAL(float64, double)
#endif
#undef HALVES
#undef INTRINSICS
#undef WRITE_LANES_BY
#undef WRITE_LANES_BY_HALVES
#undef LARGER_BY
#undef LARGER_BY_MASKS
#undef STREAM_BY
#undef STREAM_AS_USUAL

#endif
