"""Bugs of other courses' students, made again: what is due for each stands in the docstring of its file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.model import Diagnosis, Effort, ExerciseReport, Report
from grader.report import text
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
Open = Callable[[str], Sandbox]
LAYER, POOLING, DENSE, FILTERS = "conv-layer", "pooling", "fully-connected", "image-filters"
BELIEFS = (  # file, assignment, and by exercise which misconceptions are named for which returned value
    ("learning/argmax_without_its_window", POOLING, {"max_pool_backward": {"dx": "start-not-added"}}),
    (
        "learning/backward_bug_behind_a_forward_that_raises",
        POOLING,
        {"max_pool_forward": {"out": "window-at-every-step"}, "max_pool_backward": {"dx": "window-overwritten"}},
    ),
    ("learning/bias_forgotten_and_typed_like_x", LAYER, {"conv_forward": {"out": "bias-forgotten"}}),
    ("learning/frame_around_every_axis", LAYER, {"conv_forward": {"out": "every-axis-padded"}}),
    ("learning/gradient_begun_anew_for_each_image", LAYER, {"conv_backward": {"dw": "dw-of-the-last-image"}}),
    ("learning/places_of_the_first_image", POOLING, {"max_pool_backward": {"dx": "places-of-another-map"}}),
    ("learning/mean_by_reshape", POOLING, {"avg_pool_forward": {"out": "stride-is-window"}}),
    (
        "learning/softmax_over_the_images",
        DENSE,
        {"softmax_loss": {"loss": "log-of-the-probability+over-the-images", "dx": "over-the-images"}},
    ),
    ("learning/labels_for_every_image", DENSE, {"softmax_loss": {"dx": "every-label-for-every-image"}}),
    ("learning/weight_not_put_back", DENSE, {"numerical_gradient": {"dw": "not-put-back"}}),
    (
        "learning/sampled_without_dt_and_one_too_long",
        "convolution-1d",
        {"convolve_sampled": {"out": "dt-forgotten+one-sample-more"}},
    ),
    (
        "learning/filters_come_last",
        "dimensions",
        {"conv_output_shape": {"F": "channels-last"}},  # the same sentence stands for H_out and W_out
    ),
    ("learning/counter_divided_by_rows", POOLING, {"max_pool_forward": {"out": "counter-split-by-rows"}}),
    ("learning/crop_half_a_kernel", LAYER, {"conv_backward": {"dx": "crop-by-half-the-kernel"}}),
    (
        "learning/crop_one_and_columns_by_rows",
        LAYER,
        {
            "conv_backward": {
                "dw": "backward-outputs-visited-in-columns",
                "dx": "crop-by-one+backward-outputs-visited-in-columns",
            }
        },
    ),
    (
        "learning/deeplearning_ai_no_window",
        POOLING,
        {"max_pool_forward": {"out": "no-window"}, "avg_pool_forward": {"out": "no-window"}},
    ),
    (
        "learning/deeplearning_ai_stride_and_pad_exchanged",
        LAYER,
        {"conv_forward": {"out": "stride-and-padding-exchanged"}},
    ),
    (
        "learning/entry_assigned_and_argmax_by_height",
        POOLING,
        {"max_pool_backward": {"dx": "gradient-assigned+argmax-split-by-height"}},
    ),
    ("learning/height_and_width_exchanged_int", POOLING, {"max_pool_forward": {"out": "height-and-width-exchanged"}}),
    ("learning/leaky_relu", DENSE, {"relu_forward": {"out": "leaky"}}),
    ("learning/map_allocated_square", LAYER, {"conv_forward": {"out": "map-sized-by-one-extent"}}),
    (
        "learning/pads_by_one_backward_too",
        LAYER,
        {"conv_forward": {"out": "padding-is-one"}, "conv_backward": {"dx": "padding-is-one", "dw": "padding-is-one"}},
    ),
    (
        "learning/pool_starts_everywhere",
        POOLING,
        {"max_pool_forward": {"out": "window-at-every-step"}, "max_pool_backward": {"dx": "window-at-every-step"}},
    ),
    ("learning/pool_width_from_image_height", POOLING, {"max_pool_forward": {"out": "map-size-in-columns"}}),
    ("learning/refuses_sizes_with_a_rest", LAYER, {"conv_backward": {"dx": "crop-to-minus-zero"}}),
    ("learning/relu_backward_writes_into_dout", DENSE, {"relu_backward": {"": "input-modified"}}),
    (
        "learning/relu_in_place_and_strict_mask",
        DENSE,
        {"relu_forward": {"": "input-modified"}, "relu_backward": {"": "input-modified"}},
    ),
    (
        "learning/shares_by_the_number_of_windows",
        POOLING,
        {"avg_pool_backward": {"dx": "divided-by-the-places"}},
    ),
    (
        "learning/image_gradient_comes_last",
        LAYER,
        {"conv_backward": {"dw": "divided-by-the-batch"}},  # the same sentence stands for db
    ),
    ("learning/filter_gradient_put_for_added", LAYER, {"conv_backward": {"dw": "dw-assigned"}}),
    (
        "learning/relu_left_out_where_all_are_tied",
        "convnet",
        {
            "network_scores": {"scores": "relu-at-the-end"},
            "loss_and_gradients": {"dw1": "mask-forgotten"},  # the same sentence stands for db1
            "sgd_step": {"": "input-modified"},
        },
    ),
    ("learning/size_rounded_to_nearest", LAYER, {"conv_forward": {"out": "size-rounded"}}),
    ("learning/softmax_log_of_probability", DENSE, {"softmax_loss": {"loss": "log-of-the-probability"}}),
    ("learning/softmax_probability_clipped", DENSE, {"softmax_loss": {"loss": "probability-clipped"}}),
    ("learning/zeros_where_pad_is_zero", LAYER, {"conv_backward": {"dx": "crop-lost-without-padding"}}),
    ("learning/one_mask_for_all_windows", POOLING, {"max_pool_backward": {"dx": "one-mask"}}),
    (
        "learning/loops_in_steps_of_the_stride",
        POOLING,
        {
            "max_pool_forward": {"out": "loop-in-steps-of-the-stride"},
            "avg_pool_forward": {"out": "put-where-the-window-begins"},
        },
    ),
    (
        "learning/place_split_by_the_stride",
        POOLING,
        {"max_pool_backward": {"dx": "gradient-assigned+argmax-split-by-the-stride"}},
    ),
    ("learning/rows_loop_over_the_columns", POOLING, {"max_pool_forward": {"out": "loops-exchanged"}}),
    (
        "learning/size_kept_and_flipped",
        FILTERS,
        {"correlate_image": {"out": "kernel-flipped+pads-anyway", "": "accepts-what-does-not-fit"}},
    ),
    (
        "learning/filters_at_the_border",
        FILTERS,
        {
            "correlate_image": {"out": "kernel-flipped+map-sized-by-one-extent", "": "accepts-what-does-not-fit"},
            "edge_detection": {"out": "border-left-out+kept-in-bytes"},
            "sharpen": {"out": "image-goes-on"},
            "box_mean": {"out": "begins-at-half"},
            "gaussian_blur": {"out": "border-left-out"},
            "learn_filter_step": {"k_new": "rate-always-the-same"},
        },
    ),
    (
        "learning/frame_of_half_the_height",
        FILTERS,
        {"correlate_image": {"out": "image-goes-on+clipped-like-a-photo", "": "accepts-what-does-not-fit"}},
    ),
    (
        "learning/layer_without_stride_and_padding",
        LAYER,
        {
            "conv_forward": {"out": "stride-and-padding-left-out"},
            "conv_backward": {
                "dx": "stride-and-padding-left-out",
                "dw": "stride-and-padding-left-out+divided-by-the-batch",
            },
        },
    ),
    ("learning/padding_of_both_sides", LAYER, {"conv_forward": {"out": "size-with-padding-once"}}),
    (
        "learning/square_filters_and_a_backward_that_slides",
        LAYER,
        {
            "conv_forward": {"out": "filters-are-square"},
            "conv_backward": {"dx": "slides-without-a-turn", "dw": "backward-by-sliding"},
        },
    ),
    (
        "learning/windows_end_with_the_stride",
        POOLING,
        {
            "max_pool_backward": {"dx": "one-mask+image-ends-with-the-windows"},
            "avg_pool_forward": {"out": "size-over-the-stride"},
            "avg_pool_backward": {"dx": "stride-is-window"},
        },
    ),
    (
        "first_use/uint8_wraps",
        FILTERS,
        {
            "edge_detection": {"out": "kept-in-bytes"},
            "sharpen": {"out": "clipped-like-a-photo"},
            "gaussian_blur": {"out": "not-divided"},
        },
    ),
    (
        "first_use/returns_the_error",
        LAYER,
        {"conv_single": {"": "returns-the-error"}, "conv_map": {"": "returns-the-error"}},
    ),
)
FACTS = (  # file, assignment, exercise, and words of the sentence that is due
    ("learning/db_keeps_an_axis", DENSE, "affine_backward", "right, in an array of shape (1, 1) where (1,) is due"),
    ("learning/relu_slope_by_division", DENSE, "relu_backward", "some of your numbers are nan; all others are right"),
    ("learning/refuses_sizes_with_a_rest", LAYER, "conv_forward", "it is right wherever it answers"),
    ("learning/means_by_reshape_in_steps", POOLING, "avg_pool_forward", "wherever windows lie side by side and fill"),
    ("first_use/channels_last_output", LAYER, "conv_forward", "with the axes in another order"),
    ("first_use/uint8_wraps", FILTERS, "box_mean", "none of your numbers is negative"),
)
REPAIRS = (  # file, assignment, exercise, and by line the kinds of edits that make every case right
    ("learning/sum_taken_off_without_its_logarithm", DENSE, "softmax_loss", {10: "logarithm"}),
    ("learning/cache_comes_first", LAYER, "conv_forward", {16: "returned"}),
    ("learning/columns_by_rows_and_a_bias_for_each_product", LAYER, "conv_forward", {10: "name", 15: "often"}),
    ("learning/counters_used_twice", POOLING, "max_pool_backward", {24: "counter"}),
    ("learning/filter_gradient_shaped_like_dout", LAYER, "conv_backward", {23: "shape"}),
    ("learning/image_index_left_out", POOLING, "avg_pool_forward", {14: "index"}),
    ("learning/columns_begin_at_the_stride", POOLING, "max_pool_forward", {14: "factor"}),
    ("learning/columns_of_a_square_map", LAYER, "conv_backward", {26: "name", 35: "frame"}),
    ("learning/places_not_divided_by_the_stride", LAYER, "conv_forward", {18: "factor"}),
    ("learning/windows_as_wide_as_the_stride", LAYER, "conv_forward", {16: "bound"}),
)
SEARCHED = Effort(single_edits=1500, pairs=3000)
RIGHT = (
    ("learning/deeplearning_ai_one_number_in_an_array", LAYER, {"conv_single", "conv_forward"}),
    ("learning/import_of_numpy_core", POOLING, {"max_pool_forward", "max_pool_backward"}),
    ("first_use/star_import", LAYER, {"conv_single"}),
)
TEXTS = (  # file, assignment, and what the report shows
    ("learning/bias_forgotten_and_typed_like_x", LAYER, "your array holds whole numbers only, where fractions"),
    ("learning/python2_division", LAYER, "divide them with //"),
    ("learning/trace_hidden_in_dialect", LAYER, "IndexError"),
    ("learning/trace_hidden_in_dialect", LAYER, "out[n + 5, :, i, j]"),
    ("first_use/returns_the_error", LAYER, "conv_single returned"),
)


@cache
def planned(assignment: str, effort: Effort = NO_SEARCH) -> Plan:
    return plan(load_assignment(assignments_folder() / assignment), effort=effort)


@pytest.fixture(scope="module")
def sandbox_of() -> Iterator[Open]:
    """One sandbox per assignment: what may be imported is set once."""
    with ExitStack() as stack:

        @cache
        def opened(assignment: str) -> Sandbox:
            sandbox = stack.enter_context(Sandbox())
            sandbox.configure(planned(assignment).assignment.limits, planned(assignment).assignment.imports)
            return sandbox

        yield opened


def graded(name: str, assignment: str, sandbox_of: Open, effort: Effort = NO_SEARCH) -> Report:
    path = HERE / f"{name}.py"
    submission = from_files(path.name, {path.name: path.read_bytes()})
    return grade(submission, planned(assignment, effort), sandbox_of(assignment))


def exercise(report: Report, name: str) -> ExerciseReport:
    return next(one for one in report.exercises if one.exercise.id == name)


def named(diagnoses: tuple[Diagnosis, ...]) -> dict[str, str]:
    return {one.output: "+".join(one.misconceptions) for one in diagnoses}


def is_written(one: ExerciseReport) -> bool:
    return any(result.outcome in ("returned", "raised") for part in one.criteria for result in part.results)


@pytest.mark.parametrize(("name", "assignment", "due"), BELIEFS, ids=[name for name, _, _ in BELIEFS])
def test_a_bug_is_explained_by_its_belief_and_by_no_other(name: str, assignment: str, due, sandbox_of: Open) -> None:
    report = graded(name, assignment, sandbox_of)
    beliefs = {one.exercise.id: named(one.diagnosis) for one in report.exercises if is_written(one)}
    found = {key: {at: ids for at, ids in said.items() if ids} for key, said in beliefs.items()}
    assert {key: said for key, said in found.items() if said} == due
    assert all(exercise(report, key).status == "failed" for key in due)


@pytest.mark.parametrize(("name", "assignment", "function", "words"), FACTS)
def test_what_no_belief_explains_is_said_as_a_fact(
    name: str, assignment: str, function: str, words: str, sandbox_of: Open
) -> None:
    found = exercise(graded(name, assignment, sandbox_of), function)
    assert found.status == "failed"
    assert any(words in one.hint for one in found.diagnosis)
    assert not any(one.belief for one in found.diagnosis)


@pytest.mark.parametrize(("name", "assignment", "due"), RIGHT, ids=[name for name, _, _ in RIGHT])
def test_right_work_in_an_older_style_passes(name: str, assignment: str, due: set[str], sandbox_of: Open) -> None:
    report = graded(name, assignment, sandbox_of)
    assert {one.exercise.id for one in report.exercises if one.status == "passed"} == due


@pytest.mark.parametrize(("name", "assignment", "function", "due"), REPAIRS, ids=[name for name, *_ in REPAIRS])
def test_the_line_of_a_mistake_is_named(
    name: str, assignment: str, function: str, due: dict[int, str], sandbox_of: Open
) -> None:
    report = graded(name, assignment, sandbox_of, SEARCHED)
    (found,) = {one.repair for one in exercise(report, function).diagnosis if one.repair is not None}
    assert {place.first_line: place.kind for place in found.places if "type" not in place.kind} == due
    assert not found.is_partial


@pytest.mark.parametrize(("name", "assignment", "words"), TEXTS)
def test_the_report_shows_what_helps(name: str, assignment: str, words: str, sandbox_of: Open) -> None:
    assert words in " ".join(text.render(graded(name, assignment, sandbox_of)).split())


def test_every_file_has_a_verdict() -> None:
    files = {f"{path.parent.name}/{path.stem}" for path in HERE.glob("*/*.py")}
    known = {name for name, *_ in (*BELIEFS, *FACTS, *REPAIRS, *RIGHT, *TEXTS)}
    assert {name for name in files if name.partition("/")[0] in ("learning", "first_use")} == known
