/* Every kernel, for both float types, for the instruction set that this file is compiled for.
 *
 * In: the compiler's flags.  Out: `instruction_set`, the table.
 *
 * The files included here are written once, in terms of `real`, `vec` (a vector of reals) and NAME (what a function of
 * this type is called), and read twice.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include "table.h"
#include "vectors.h"
#include "threads.h"
#include "instructions.h"
#include "shuffles.h"

#define real float
#define vec vec_float32
#define few few_float32
#define mask mask_float32
#define bits int32_t
#define EVEN LIST_OF(EVEN, LANES_float32)
#define THIRD LIST_OF(THIRD, LANES_float32)
#define ODD LIST_OF(ODD, LANES_float32)
#define FIRST LIST_OF(FIRST, LANES_float32)
#define SECOND LIST_OF(SECOND, LANES_float32)
#define TURN LIST_OF(TURN, LANES_float32)
#define TURN_BACK LIST_OF(TURN_BACK, LANES_float32)
#define PREVIOUS LIST_OF(PREVIOUS, LANES_float32)
#define NAME(function) function##_float32
#include "all.h"
#undef real
#undef vec
#undef few
#undef mask
#undef bits
#undef NAME
#undef EVEN
#undef THIRD
#undef ODD
#undef FIRST
#undef SECOND
#undef TURN
#undef TURN_BACK
#undef PREVIOUS

#define real double
#define vec vec_float64
#define few few_float64
#define mask mask_float64
#define bits int64_t
#define EVEN LIST_OF(EVEN, LANES_float64)
#define THIRD LIST_OF(THIRD, LANES_float64)
#define ODD LIST_OF(ODD, LANES_float64)
#define FIRST LIST_OF(FIRST, LANES_float64)
#define SECOND LIST_OF(SECOND, LANES_float64)
#define TURN LIST_OF(TURN, LANES_float64)
#define TURN_BACK LIST_OF(TURN_BACK, LANES_float64)
#define PREVIOUS LIST_OF(PREVIOUS, LANES_float64)
#define NAME(function) function##_float64
#include "all.h"
#undef real
#undef vec
#undef few
#undef mask
#undef bits
#undef NAME
#undef EVEN
#undef THIRD
#undef ODD
#undef FIRST
#undef SECOND
#undef TURN
#undef TURN_BACK
#undef PREVIOUS

#ifdef _OPENMP
enum { HAS_OPENMP = 1 };
#else
enum { HAS_OPENMP = 0 };
#endif

#define TABLE(type)                                                                                              \
    {                                                                                                            \
        conv_forward_##type, conv_backward_##type, max_pool_forward_##type, max_pool_backward_##type,            \
            avg_pool_forward_##type, avg_pool_backward_##type, relu_forward_##type, relu_backward_##type,        \
            all_finite_##type, multiply_adds_##type                                                              \
    }

static const InstructionSet instruction_set = {TABLE(float32), TABLE(float64), VECTOR_BYTES, HAS_OPENMP};
