/* Which instruction sets this processor has. This file needs only the oldest of them, so every processor can ask.
 * The processor itself is asked: the compilers' own function for it needs a library that is not linked on Windows. */
#ifndef CONVREF_PROCESSOR_H
#define CONVREF_PROCESSOR_H

#if defined(__x86_64__)
#include <cpuid.h>

/* Whether a leaf of the processor's description has all these bits, in its register B or C. */
static int described(unsigned leaf, unsigned b, unsigned c) {
    unsigned in_a, in_b, in_c, in_d;
    return __get_cpuid_count(leaf, 0, &in_a, &in_b, &in_c, &in_d) && (in_b & b) == b && (in_c & c) == c;
}

/* Whether the system keeps these registers for each program. */
static int kept(unsigned registers) {
    unsigned low, high;
    if (!described(1, 0, 1u << 27)) /* the system lets programs ask */
        return 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & registers) == registers;
}

enum { FMA = 1 << 12, BMI = 1 << 3, AVX2 = 1 << 5, BMI2 = 1 << 8 };
enum { AVX512F = 1 << 16, AVX512DQ = 1 << 17, AVX512CD = 1 << 28, AVX512BW = 1 << 30 };
#define AVX512VL (1u << 31)

static int has_v3(void) { return kept(0x06) && described(1, 0, FMA) && described(7, BMI | AVX2 | BMI2, 0); }
static int has_v4(void) {
    return has_v3() && kept(0xE6) && described(7, AVX512F | AVX512DQ | AVX512CD | AVX512BW | AVX512VL, 0);
}
#else
static int has_v3(void) { return 0; }
static int has_v4(void) { return 0; }
#endif

#endif
