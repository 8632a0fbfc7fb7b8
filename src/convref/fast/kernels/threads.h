/* How work is shared out among threads. */
#ifndef CONVREF_THREADS_H
#define CONVREF_THREADS_H

#ifdef _OPENMP
static inline int thread_number(void) { return omp_get_thread_num(); }
static inline int threads_at_work(void) { return omp_get_num_threads(); } /* as many as were asked for, or fewer */
static inline int among_others(void) { return omp_in_parallel(); }
#else
static inline int thread_number(void) { return 0; }
static inline int threads_at_work(void) { return 1; }
static inline int among_others(void) { return 0; }
#endif

/* Have every one of `threads` threads do some work, in which `omp for` shares out what is to be done. OpenMP takes half a
 * microsecond to begin, even with one thread: as long as a small pooling takes. A thread that is one of our caller's would
 * share with the others, and has to begin so nevertheless. */
#define ON_THREADS(work)                                       \
    do {                                                       \
        if (threads > 1 || among_others()) {                   \
            _Pragma("omp parallel num_threads(threads)") work; \
        } else                                                 \
            work;                                              \
    } while (0)

/* That one of the threads had no memory. */
static inline void note_failure(int *failed) {
#pragma omp atomic write
    *failed = 1;
}

/* How many of an image's rows make one task: `most`, as the cache would have it, or fewer, so that every thread has
 * as many tasks as the others. */
static inline idx rows_of_a_band(idx rows, idx most, idx images, int threads) {
    idx bands = parts(rows, larger(1, smaller(rows, most)));
    if (threads > 1 && images * bands < 4 * threads && images * bands % threads)
        bands = smaller(rows, parts(bands, threads) * threads);
    return parts(rows, bands);
}

/* How many tasks a thread takes: a whole image's, or one where there would be more images for one thread than another. */
static inline idx tasks_at_once(idx images, idx of_an_image, int threads) {
    return images % threads && images < 4 * threads ? 1 : of_an_image;
}

#endif
