/* Which lanes of two vectors make a new one, to take a row with step 2 apart and to put it together again.
 *
 * An instruction that leaves every lane within its 16 bytes of a vector needs no list of lanes in a register. So EVEN and
 * ODD leave them in an order of their own, which FIRST and SECOND, the halves of two vectors in turn, put right again; TURN
 * changes from the natural order to that one, TURN_BACK from that one to the natural. THIRD is the third pixels, in that
 * order too, out of the two vectors that third_pixels has. PREVIOUS is each window's neighbour before it, the first one's
 * being the last of the vector before.
 */
#ifndef CONVREF_SHUFFLES_H
#define CONVREF_SHUFFLES_H

#if VECTOR_BYTES == 64
#define LANES_float32 16
#define LANES_float64 8
#define EVEN_16 0, 2, 16, 18, 4, 6, 20, 22, 8, 10, 24, 26, 12, 14, 28, 30
#define ODD_16 1, 3, 17, 19, 5, 7, 21, 23, 9, 11, 25, 27, 13, 15, 29, 31
#define FIRST_16 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define SECOND_16 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#define TURN_16 0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15
#define TURN_BACK_16 0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15
#define THIRD_16 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 2, 15, 16
#define PREVIOUS_16 15, 16, 29, 18, 17, 20, 19, 22, 21, 24, 23, 26, 25, 28, 27, 30
#define EVEN_8 0, 8, 2, 10, 4, 12, 6, 14
#define ODD_8 1, 9, 3, 11, 5, 13, 7, 15
#define FIRST_8 0, 8, 2, 10, 4, 12, 6, 14
#define SECOND_8 1, 9, 3, 11, 5, 13, 7, 15
#define TURN_8 0, 4, 1, 5, 2, 6, 3, 7
#define TURN_BACK_8 0, 2, 4, 6, 1, 3, 5, 7
#define THIRD_8 2, 3, 4, 5, 6, 7, 1, 8
#define PREVIOUS_8 7, 14, 8, 9, 10, 11, 12, 13
#elif VECTOR_BYTES == 32
#define LANES_float32 8
#define LANES_float64 4
#define EVEN_8 0, 2, 8, 10, 4, 6, 12, 14
#define ODD_8 1, 3, 9, 11, 5, 7, 13, 15
#define FIRST_8 0, 8, 1, 9, 4, 12, 5, 13
#define SECOND_8 2, 10, 3, 11, 6, 14, 7, 15
#define TURN_8 0, 1, 4, 5, 2, 3, 6, 7
#define PREVIOUS_8 7, 8, 13, 10, 9, 12, 11, 14
#define THIRD_8 0, 2, 9, 11, 4, 6, 13, 15
#define EVEN_4 0, 4, 2, 6
#define ODD_4 1, 5, 3, 7
#define FIRST_4 0, 4, 2, 6
#define SECOND_4 1, 5, 3, 7
#define TURN_4 0, 2, 1, 3
#define PREVIOUS_4 3, 6, 4, 5
#define THIRD_4 0, 5, 2, 7
#define TURN_BACK_8 TURN_8
#define TURN_BACK_4 TURN_4
#else
#define LANES_float32 4
#define LANES_float64 2
#define EVEN_2 0, 2
#define EVEN_4 EVEN_2, 4, 6
#define ODD_2 1, 3
#define ODD_4 ODD_2, 5, 7
#define FIRST_2 0, 2
#define FIRST_4 0, 4, 1, 5
#define SECOND_2 1, 3
#define SECOND_4 2, 6, 3, 7
#define TURN_2 0, 1
#define TURN_4 TURN_2, 2, 3
#define TURN_BACK_2 TURN_2
#define TURN_BACK_4 TURN_4
#define PREVIOUS_2 1, 2
#define PREVIOUS_4 3, 4, 5, 6
#define THIRD_2 0, 3
#define THIRD_4 0, 2, 5, 7
#endif

#define JOIN(name, lanes) name##_##lanes
#define LIST_OF(name, lanes) JOIN(name, lanes)

#if defined(__clang__) || __GNUC__ >= 12
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (mask){__VA_ARGS__})
#endif

#endif
