/* How threads share work. */
#ifndef CONVREF_THREADS_H
#define CONVREF_THREADS_H

#ifdef _OPENMP
static inline int thread_number(void) { return omp_get_thread_num(); }
static inline int threads_at_work(void) { return omp_get_num_threads(); } /* may be fewer than were asked for */
static inline int among_others(void) { return omp_in_parallel(); } /* our caller runs several threads of OpenMP */
#else
static inline int thread_number(void) { return 0; }
static inline int threads_at_work(void) { return 1; }
static inline int among_others(void) { return 0; }
#endif

/* ON_THREADS(work): every one of `threads` threads does the work; an `omp for` inside it shares out the tasks.
 *
 * One thread does not need OpenMP, which takes half a microsecond to begin: as long as a small pooling. There is one
 * exception. If our caller runs several threads of OpenMP, an `omp for` would share our tasks among them. A parallel
 * region of our own, with one thread, prevents that. */
#define ON_THREADS(work)                                       \
    do {                                                       \
        if (threads > 1 || among_others()) {                   \
            _Pragma("omp parallel num_threads(threads)") work; \
        } else                                                 \
            work;                                              \
    } while (0)

/* Tell all threads that one of them had no memory. */
static inline void note_failure(int *failed) {
#pragma omp atomic write
    *failed = 1;
}

/* How many of an image's rows make one task. `most` rows fit into the cache. The result may be less, so that every
 * thread gets the same number of tasks. */
static inline idx rows_of_a_band(idx rows, idx most, idx images, int threads) {
    idx bands = parts(rows, larger(1, smaller(rows, most)));
    if (threads > 1 && images * bands < 4 * threads && images * bands % threads)
        bands = smaller(rows, parts(bands, threads) * threads);
    return parts(rows, bands);
}

/* How many tasks a thread takes at once: those of a whole image. It takes one task at a time where some threads would
 * get more images than others. */
static inline idx tasks_at_once(idx images, idx of_an_image, int threads) {
    return images % threads && images < 4 * threads ? 1 : of_an_image;
}

#endif
