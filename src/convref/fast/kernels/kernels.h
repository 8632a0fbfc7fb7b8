/* Every kernel, for both float types, for the instruction set that this file is compiled for.
 *
 * In: the compiler's flags.  Out: `instruction_set`, the table.
 *
 * all.h is written once and read twice, once for each TYPE. What it names in terms of the type (`real`, `vec`, NAME of
 * a function) becomes the name for that type: `vec` is vec_float32 the first time and vec_float64 the second time.
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

#define PASTE(first, second) first##second
#define JOIN(first, second) PASTE(first, second) /* its arguments are expanded before they are pasted */
#define NAME(name) JOIN(name##_, TYPE)
#define ORDER(name) JOIN(name##_, NAME(LANES)) /* a list of shuffles.h, for as many lanes as this type has */

#define real NAME(real)
#define vec NAME(vec)
#define few NAME(few)
#define mask NAME(mask)
#define bits NAME(bits)
#define EVEN ORDER(PAIRS)(0)
#define ODD ORDER(PAIRS)(1)
#define FIRST ORDER(ZIP)(0)
#define SECOND ORDER(ZIP)(FEW / 2)
#define THIRD ORDER(THIRD)
#define TURN ORDER(TURN)
#define TURN_BACK ORDER(TURN_BACK)
#define PREVIOUS ORDER(PREVIOUS)

#define TYPE float32
#include "all.h"
#undef TYPE
#define TYPE float64
#include "all.h"
#undef TYPE

/* Short names such as `real` must not reach the code that includes this file. */
#undef real
#undef vec
#undef few
#undef mask
#undef bits
#undef EVEN
#undef ODD
#undef FIRST
#undef SECOND
#undef THIRD
#undef TURN
#undef TURN_BACK
#undef PREVIOUS
#undef ORDER
#undef NAME
#undef JOIN
#undef PASTE

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
