/* Orders of lanes. They take a row of pixels apart into the even and the odd columns, and put it together again.
 *
 * Pooling with stride 2 needs this: window o begins at pixel 2 * o. So the even columns hold the first pixels of the
 * windows, and the odd columns hold the second pixels.
 *
 * An instruction that moves lanes only inside their 16 bytes of a vector needs no list of lanes in a register. So EVEN and
 * ODD leave each pixel in its 16 bytes. The windows are then not in their natural order, but in one that these pictures
 * call "the order of EVEN". The pictures show eight floats in 32 bytes; a bar divides the two times 16 bytes.
 *
 *     read from the row:                 low   0  1  2  3 |  4  5  6  7      high   8  9 10 11 | 12 13 14 15
 *
 *     EVEN of low and high: the first pixels       0  2  8 10 |  4  6 12 14    of windows  0 1 4 5 | 2 3 6 7
 *     ODD of low and high: the second pixels       1  3  9 11 |  5  7 13 15    of the same windows
 *
 * FIRST and SECOND undo EVEN and ODD: they put pixels back into the order of the row.
 *
 *     FIRST of even and odd: low again             0  1  2  3 |  4  5  6  7
 *     SECOND of even and odd: high again           8  9 10 11 | 12 13 14 15
 *
 * TURN brings a vector with one number for each window, such as dout, into the order of EVEN. TURN_BACK is the inverse.
 *
 *     natural order                                0  1  2  3 |  4  5  6  7
 *     TURN of it: the order of EVEN                0  1  4  5 |  2  3  6  7
 *     TURN_BACK of that: natural again             0  1  2  3 |  4  5  6  7
 *
 * THIRD gives the third pixels of windows of 3 x 3, in the order of EVEN. Window o's third pixel is pixel 2 * o + 2.
 * Vectors of 64 bytes take it out of `even` and the pixel behind it; shorter vectors read the row again (third_pixels
 * says why).
 *
 *     read again from pixels 2 and 9     low   2  3  4  5 |  6  7  8  9      high   9 10 11 12 | 13 14 15 16
 *     THIRD of low and high: third pixels          2  4 10 12 |  6  8 14 16    of windows  0 1 4 5 | 2 3 6 7
 *
 * PREVIOUS moves a number for each window to the next window, in the order of EVEN. The first window gets the number of
 * the last window of the vector before. So what a window sends to its third pixel reaches the next window's first pixel.
 *
 *     before, by window    -8 -7 -4 -3 | -6 -5 -2 -1       this vector, by window     0  1  4  5 |  2  3  6  7
 *     PREVIOUS of both                            -1  0  3  4 |  1  2  5  6
 *
 * EVEN and ODD are the order PAIRS, which starts at pixel 0 or 1. FIRST and SECOND are the order ZIP, which starts at
 * the first or the second half of every 16 bytes. kernels.h has these four, as they depend on the type.
 */
#ifndef CONVREF_SHUFFLES_H
#define CONVREF_SHUFFLES_H

#if VECTOR_BYTES == 64
#define LANES_float32 16
#define LANES_float64 8
#define PAIRS_16(i) \
    i + 0, i + 2, i + 16, i + 18, i + 4, i + 6, i + 20, i + 22, i + 8, i + 10, i + 24, i + 26, i + 12, i + 14, i + 28, i + 30
#define ZIP_16(i) \
    i + 0, i + 16, i + 1, i + 17, i + 4, i + 20, i + 5, i + 21, i + 8, i + 24, i + 9, i + 25, i + 12, i + 28, i + 13, i + 29
#define PAIRS_8(i) i + 0, i + 8, i + 2, i + 10, i + 4, i + 12, i + 6, i + 14
#define ZIP_8 PAIRS_8 /* where 16 bytes hold two lanes, both orders are the same */
#define TURN_16 0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15
#define TURN_BACK_16 0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15
#define THIRD_16 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 2, 15, 16
#define PREVIOUS_16 15, 16, 29, 18, 17, 20, 19, 22, 21, 24, 23, 26, 25, 28, 27, 30
#define TURN_8 0, 4, 1, 5, 2, 6, 3, 7
#define TURN_BACK_8 0, 2, 4, 6, 1, 3, 5, 7
#define THIRD_8 2, 3, 4, 5, 6, 7, 1, 8
#define PREVIOUS_8 7, 14, 8, 9, 10, 11, 12, 13
#elif VECTOR_BYTES == 32
#define LANES_float32 8
#define LANES_float64 4
#define PAIRS_8(i) i + 0, i + 2, i + 8, i + 10, i + 4, i + 6, i + 12, i + 14
#define ZIP_8(i) i + 0, i + 8, i + 1, i + 9, i + 4, i + 12, i + 5, i + 13
#define PAIRS_4(i) i + 0, i + 4, i + 2, i + 6
#define ZIP_4 PAIRS_4
#define TURN_8 0, 1, 4, 5, 2, 3, 6, 7
#define TURN_BACK_8 TURN_8
#define THIRD_8 0, 2, 9, 11, 4, 6, 13, 15
#define PREVIOUS_8 7, 8, 13, 10, 9, 12, 11, 14
#define TURN_4 0, 2, 1, 3
#define TURN_BACK_4 TURN_4
#define THIRD_4 0, 5, 2, 7
#define PREVIOUS_4 3, 6, 4, 5
#else /* 16 bytes: the order of EVEN is the natural order */
#define LANES_float32 4
#define LANES_float64 2
#define PAIRS_4(i) i + 0, i + 2, i + 4, i + 6
#define ZIP_4(i) i + 0, i + 4, i + 1, i + 5
#define PAIRS_2(i) i + 0, i + 2
#define ZIP_2 PAIRS_2
#define TURN_4 0, 1, 2, 3
#define TURN_BACK_4 TURN_4
#define THIRD_4 0, 2, 5, 7
#define PREVIOUS_4 3, 4, 5, 6
#define TURN_2 0, 1
#define TURN_BACK_2 TURN_2
#define THIRD_2 0, 3
#define PREVIOUS_2 1, 2
#endif

#if defined(__clang__) || __GNUC__ >= 12
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (mask){__VA_ARGS__})
#endif

#endif
