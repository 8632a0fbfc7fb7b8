/* Which instruction sets this processor has. This file needs only the oldest of them, so every processor can ask. */
#ifndef CONVREF_PROCESSOR_H
#define CONVREF_PROCESSOR_H

#if defined(__x86_64__)
static int has_v3(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
}

static int has_v4(void) {
    return has_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}
#else
static int has_v3(void) { return 0; }
static int has_v4(void) { return 0; }
#endif

#endif
