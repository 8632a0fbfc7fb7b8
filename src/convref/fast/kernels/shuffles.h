/* Which lanes of two vectors make a new one, to take a row with step 2 apart and to put it together again.
 *
 * Lanes of 32-byte vectors seldom cross the middle in one instruction. So EVEN and ODD leave them in an order of their
 * own, which FIRST and SECOND, the halves of two vectors in turn, put right again; TURN changes from that order to the
 * natural one, and back. THIRD is the third pixels, in that order too, out of the two vectors that third_pixels has.
 * PREVIOUS is each lane's neighbour before it, the first one's being the last of the vector before.
 */
#ifndef CONVREF_SHUFFLES_H
#define CONVREF_SHUFFLES_H

#if VECTOR_BYTES == 32
#define LANES_float32 8
#define EVEN_8 0, 2, 8, 10, 4, 6, 12, 14
#define ODD_8 1, 3, 9, 11, 5, 7, 13, 15
#define FIRST_8 0, 8, 1, 9, 4, 12, 5, 13
#define SECOND_8 2, 10, 3, 11, 6, 14, 7, 15
#define TURN_8 0, 1, 4, 5, 2, 3, 6, 7
#define PREVIOUS_8 7, 8, 13, 10, 9, 12, 11, 14
#define THIRD_8 0, 2, 9, 11, 4, 6, 13, 15
#define LANES_float64 4
#define EVEN_4 0, 4, 2, 6
#define ODD_4 1, 5, 3, 7
#define FIRST_4 0, 4, 2, 6
#define SECOND_4 1, 5, 3, 7
#define TURN_4 0, 2, 1, 3
#define PREVIOUS_4 3, 6, 4, 5
#define THIRD_4 0, 5, 2, 7
#else
#define EVEN_2 0, 2
#define EVEN_4 EVEN_2, 4, 6
#define EVEN_8 EVEN_4, 8, 10, 12, 14
#define EVEN_16 EVEN_8, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD_2 1, 3
#define ODD_4 ODD_2, 5, 7
#define ODD_8 ODD_4, 9, 11, 13, 15
#define ODD_16 ODD_8, 17, 19, 21, 23, 25, 27, 29, 31
#define FIRST_2 0, 2
#define FIRST_4 0, 4, 1, 5
#define FIRST_8 0, 8, 1, 9, 2, 10, 3, 11
#define FIRST_16 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define SECOND_2 1, 3
#define SECOND_4 2, 6, 3, 7
#define SECOND_8 4, 12, 5, 13, 6, 14, 7, 15
#define SECOND_16 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define TURN_2 0, 1
#define TURN_4 TURN_2, 2, 3
#define TURN_8 TURN_4, 4, 5, 6, 7
#define TURN_16 TURN_8, 8, 9, 10, 11, 12, 13, 14, 15
#define PREVIOUS_2 1, 2
#define PREVIOUS_4 3, 4, 5, 6
#define PREVIOUS_8 7, 8, 9, 10, 11, 12, 13, 14
#define PREVIOUS_16 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
#if VECTOR_BYTES == 64
#define THIRD_8 1, 2, 3, 4, 5, 6, 7, 8
#define THIRD_16 THIRD_8, 9, 10, 11, 12, 13, 14, 15, 16
#define LANES_float32 16
#define LANES_float64 8
#else
#define THIRD_2 0, 3
#define THIRD_4 0, 2, 5, 7
#define LANES_float32 4
#define LANES_float64 2
#endif
#endif

#define JOIN(name, lanes) name##_##lanes
#define LIST_OF(name, lanes) JOIN(name, lanes)

#if defined(__clang__) || __GNUC__ >= 12
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (mask){__VA_ARGS__})
#endif

#endif
