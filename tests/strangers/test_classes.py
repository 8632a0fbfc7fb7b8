"""Layers that are classes earn full points in every exercise that they have; a mistake in one is found and explained."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.errors import AuthorError
from grader.grading.grade import Plan, grade, plan
from grader.model import Report
from grader.report import text
from grader.sandbox.sandbox import Sandbox
from grader.submissions import dialects
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "classes"
LAYER, POOLING, DENSE = "conv-layer", "pooling", "fully-connected"
CONV = {"conv_forward", "conv_backward"}
MAXIMUM = {"max_pool_forward", "max_pool_backward"}
AFFINE = {"affine_forward", "affine_backward"}
ROWS = {*AFFINE, "relu_forward", "relu_backward"}
DUE = [
    ("plain", LAYER, "layer-classes", CONV),
    ("plain", POOLING, "layer-classes", {"max_pool_forward", "max_pool_backward"}),
    ("plain", DENSE, "layer-classes", ROWS),
    ("longer_names", LAYER, "layer-classes", CONV),
    ("longer_names", POOLING, "layer-classes", {"max_pool_forward", "max_pool_backward"}),
    ("longer_names", DENSE, "layer-classes", ROWS),
    ("made_from_weights", LAYER, "layer-classes", CONV),
    ("made_from_weights", DENSE, "layer-classes", ROWS),
    ("other_orders", LAYER, "layer-classes", CONV),
    ("other_orders", DENSE, "layer-classes", {"affine_forward", "affine_backward"}),
    ("activation_handed_over", LAYER, "holberton", CONV),
    (
        "activation_handed_over",
        POOLING,
        "holberton",
        {"max_pool_forward", "max_pool_backward", "avg_pool_forward", "avg_pool_backward"},
    ),
    ("plain_functions", LAYER, "layer-functions", CONV),
    ("plain_functions", POOLING, "layer-functions", {"max_pool_forward", "max_pool_backward"}),
    ("updates_itself", LAYER, "layer-classes", CONV),
    ("updates_itself", DENSE, "layer-classes", ROWS),
    ("mytorch", LAYER, "cmu-11785", CONV),
    ("mytorch", POOLING, "cmu-11785", {"avg_pool_forward", "avg_pool_backward"}),
    ("mytorch", DENSE, "cmu-11785", ROWS),
    ("static_methods", LAYER, "eecs498", CONV),
    ("keeps_its_gradients", LAYER, "gatech-cs7643", CONV),
    ("tensors", LAYER, "tensor-classes", CONV),
    ("needle_modules", LAYER, "needle", CONV),
    ("needle_modules", DENSE, "needle", ROWS),
    ("subclassed_steps", LAYER, "cmu-11785", {*CONV, "conv_single", "conv_map"}),
    ("handed_weights", LAYER, "layer-classes", {*CONV, "conv_single", "conv_map"}),
    ("parameter_objects", LAYER, "layer-classes", CONV),
    ("regions_and_rate", LAYER, "layer-classes", CONV),
    ("static_loops", LAYER, "eecs498", CONV),
    ("bias_column_functions", LAYER, "layer-functions", CONV),
    ("pooling_with_padding", POOLING, "layer-classes", MAXIMUM),
    ("two_poolings", POOLING, "layer-classes", {*MAXIMUM, "avg_pool_forward", "avg_pool_backward"}),
    ("dense_rows", DENSE, "layer-classes", ROWS),
    ("channels_last", LAYER, "layer-classes", CONV),
    ("channels_last", POOLING, "layer-classes", MAXIMUM),
    ("channels_last", DENSE, "layer-classes", AFFINE),
    ("rows_and_generator", LAYER, "layer-classes", CONV),
    ("rows_and_generator", DENSE, "layer-classes", AFFINE),
    ("output_kept", DENSE, "layer-classes", ROWS),
    ("weights_in_a_dictionary", LAYER, "layer-classes", CONV),
    ("one_image", LAYER, "layer-classes", CONV),
    ("one_image", POOLING, "layer-classes", MAXIMUM),
    ("switches", LAYER, "layer-classes", CONV),
    ("channels_last_functions", LAYER, "layer-functions", CONV),
    ("channels_last_functions", POOLING, "layer-functions", MAXIMUM),
    ("channels_last_functions", DENSE, "layer-functions", ROWS),
    ("few_sizes_functions", LAYER, "layer-functions", {"conv_forward"}),
    ("few_sizes_functions", POOLING, "layer-functions", MAXIMUM),
    ("function_and_class", LAYER, "layer-functions", CONV),
    ("loss_as_a_class", DENSE, "layer-classes", {*AFFINE, "softmax_loss"}),
    ("sizes_in_a_dictionary", LAYER, "layer-functions", CONV),
    ("capital_bias", LAYER, "layer-classes", CONV),
    ("capital_bias", DENSE, "layer-classes", AFFINE),
    ("lists_of_parameters", DENSE, "layer-classes", AFFINE),
    ("waits_for_an_optimizer", LAYER, "layer-classes", CONV),
    ("waits_for_an_optimizer", DENSE, "layer-classes", AFFINE),
    ("handed_an_initializer", DENSE, "layer-classes", AFFINE),
    ("handed_an_initializer", POOLING, "layer-classes", MAXIMUM),
    ("columns", DENSE, "layer-classes", AFFINE),
    ("one_vector", DENSE, "layer-classes", AFFINE),
    ("whole_shapes", LAYER, "layer-classes", CONV),
    ("whole_shapes", POOLING, "layer-classes", {"avg_pool_forward", "avg_pool_backward"}),
    ("more_functions", LAYER, "layer-functions", {"conv_forward"}),
    ("more_functions", POOLING, "layer-functions", MAXIMUM),
    ("more_functions", DENSE, "layer-functions", {"relu_forward", "relu_backward", "softmax_loss"}),
]
IN_OTHER_ORDERS = [  # a file, its text, instead, and what is not right any more
    ("channels_last", "return out + self.b", "return out", "conv_forward"),
    ("channels_last", "self.W[u, v].T", "self.W[v, u].T", "conv_backward"),
    ("rows_and_generator", "flat.sum(axis=(0, 2))", "flat.mean(axis=(0, 2))", "conv_backward"),
    ("one_image", "grad.sum(axis=(0, 1))", "grad.sum()", "conv_backward"),
    ("weights_in_a_dictionary", "[:, ::s, ::s]", "[:, 1::s, 1::s]", "conv_forward"),
    ("channels_last_functions", "+ bias", "- bias", "conv_forward"),
    ("sizes_in_a_dictionary", "uvcf->nijf", "vucf->nijf", "conv_forward"),
]
IN_OTHER_SHAPES = [  # a file, its text, instead, the assignment, and the criteria that it costs
    ("capital_bias", "self.dB = dout.sum(axis=(0, 2, 3))", "self.dB = dout.sum(axis=(0, 2, 3)) * 2", LAYER, {"db"}),
    ("lists_of_parameters", "self.grads[0][...] =", "self.grads[0][...] = 2 *", DENSE, {"dw"}),
    ("waits_for_an_optimizer", "accum_grad @ before.T", "accum_grad @ self.W.T", DENSE, {"dx"}),
    ("handed_an_initializer", "layer.B -=", "layer.B +=", DENSE, {"db"}),
    ("columns", "self.d_bias = output_gradient.sum", "self.d_bias = output_gradient.mean", DENSE, {"db"}),
    ("one_vector", "np.outer(self.vector, gradient)", "np.outer(gradient, self.vector).T * 2", DENSE, {"dw"}),
    ("whole_shapes", "nijf,nijcuv->uvcf", "nijf,nijcuv->vucf", LAYER, {"dw"}),
    ("more_functions", "np.where(Z > 0, dA, 0)", "np.where(Z > 0, 1.0, 0)", DENSE, {"values"}),
]
SELF_UPDATING_BUGS = [  # text, instead, and the criterion that it costs
    ("learning_rate * d_filters", "d_filters * 2", "dw"),
    ("learning_rate * output_gradient.sum", "2 * output_gradient.sum", "db"),
]
BUGS = [
    ("np.tensordot(win, self.W, ((1, 2, 3), (1, 2, 3))) + self.b", "np.tensordot(win, self.W, ((1, 2, 3), (1, 2, 3)))"),
    ("return dxp[:, :, p : p + h, p : p + w]", "return dxp[:, :, p:-p, p:-p]"),
]
NAMED = ["bias-forgotten", "crop-to-minus-zero"]


@cache
def planned(name: str) -> Plan:
    return plan(load_assignment(assignments_folder() / name))


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, Sandbox]]:
    made: dict[str, Sandbox] = {}
    yield made
    for sandbox in made.values():
        sandbox.__exit__(None, None, None)


def graded(source: str, name: str, made: dict[str, Sandbox], some: Plan | None = None) -> Report:
    some = some or planned(name)
    if name not in made:
        made[name] = Sandbox()
        made[name].configure(some.assignment.limits, some.assignment.imports)
    return grade(from_files("layers.py", {"layers.py": source.encode()}), some, made[name])


@pytest.mark.parametrize(("name", "assignment", "dialect", "due"), DUE)
def test_right_classes_pass(name: str, assignment: str, dialect: str, due: set[str], sandboxes) -> None:
    report = graded((HERE / f"{name}.py").read_text(), assignment, sandboxes)
    assert report.dialect == dialect
    assert {one.exercise.id for one in report.exercises if one.status == "passed"} == due


@pytest.mark.parametrize(("name", "text", "instead", "wrong"), IN_OTHER_ORDERS)
def test_a_mistake_costs_points_in_whatever_order_of_axes(
    name: str, text: str, instead: str, wrong: str, sandboxes
) -> None:
    source = (HERE / f"{name}.py").read_text()
    assert text in source
    report = graded(source.replace(text, instead), LAYER, sandboxes)
    (found,) = [one for one in report.exercises if one.exercise.id == wrong]
    assert 0 <= found.score < found.exercise.points
    assert any(criterion.status == "failed" for criterion in found.criteria)
    is_last = any("your arrays end in the channel" in note for note in report.notes)
    assert is_last or name not in ("channels_last", "one_image", "channels_last_functions")
    assert not is_last or name != "rows_and_generator"


@pytest.mark.parametrize(("name", "text", "instead", "assignment", "due"), IN_OTHER_SHAPES)
def test_a_mistake_costs_its_criteria_in_whatever_shapes(
    name: str, text: str, instead: str, assignment: str, due: set[str], sandboxes
) -> None:
    source = (HERE / f"{name}.py").read_text()
    assert source.count(text) == 1
    report = graded(source.replace(text, instead), assignment, sandboxes)
    backward = [
        one for one in report.exercises if one.exercise.id in ("conv_backward", "affine_backward", "relu_backward")
    ]
    failed = {one.criterion.id for found in backward for one in found.criteria if one.status == "failed"}
    assert due <= failed


@pytest.mark.parametrize(("bug", "named"), [*zip(BUGS, NAMED, strict=True)], ids=NAMED)
def test_a_mistake_in_a_method_is_explained(bug: tuple[str, str], named: str, sandboxes) -> None:
    source = (HERE / "plain.py").read_text()
    assert bug[0] in source
    report = graded(source.replace(*bug), LAYER, sandboxes)
    assert named in {belief for one in report.exercises for found in one.diagnosis for belief in found.misconceptions}


@pytest.mark.parametrize(("text", "instead", "criterion"), SELF_UPDATING_BUGS)
def test_weights_that_move_too_far_cost_their_gradient_alone(
    text: str, instead: str, criterion: str, sandboxes
) -> None:
    source = (HERE / "updates_itself.py").read_text()
    assert text in source
    report = graded(source.replace(text, instead), LAYER, sandboxes)
    backward = next(one for one in report.exercises if one.exercise.id == "conv_backward")
    assert {one.criterion.id for one in backward.criteria if one.status == "failed"} == {criterion}


LIKE_ITS_WEIGHTS = ("self.dW, self.db = np.zeros(self.W.shape)", "self.dW, self.db = np.zeros_like(self.W)")
COLUMN = [
    ("self.b = np.zeros(out_channels)", "self.b = np.zeros((out_channels, 1))"),
    ("((1, 2, 3), (1, 2, 3))) + self.b", "((1, 2, 3), (1, 2, 3))) + self.b.T"),
    ("dout.sum((0, 2, 3))", "dout.sum((0, 2, 3)).reshape(-1, 1)"),
]


@pytest.mark.parametrize("changes", [[LIKE_ITS_WEIGHTS], COLUMN], ids=["gradients like weights", "a column of biases"])
def test_what_a_class_makes_like_its_own_weights_passes(changes: list[tuple[str, str]], sandboxes) -> None:
    source = (HERE / "plain.py").read_text()
    for old, new in changes:
        assert source.count(old) == 1
        source = source.replace(old, new)
    report = graded(source, LAYER, sandboxes)
    assert {one.exercise.id for one in report.exercises if one.status == "passed"} == CONV


def test_a_method_is_shown_as_it_is_called(sandboxes) -> None:
    source = (HERE / "plain.py").read_text().replace(*BUGS[1])
    shown = " ".join(text.render(graded(source, LAYER, sandboxes)).split())
    assert "layer.backward(dout (" in shown
    assert "layer.backward(layer" not in shown


def test_a_method_that_calls_torch_is_told_what_to_do(sandboxes) -> None:
    source = (HERE / "static_methods.py").read_text().replace("np.zeros((x.shape[0]", "torch.zeros((x.shape[0]")
    shown = " ".join(text.render(graded(source, LAYER, sandboxes)).split())
    assert "`import torch` failed" in shown
    assert "write the function with NumPy" in shown


def test_who_defines_an_exercise_has_classes_for_purposes_of_their_own() -> None:
    source = (HERE / "plain.py").read_text() + "\ndef conv_forward(x, w, b, conv_param):\n    pass\n"
    assert dialects.recognise_dialect(from_files("a.py", {"a.py": source.encode()})) == "native"
    assert dialects.recognise_dialect(from_files("a.py", {"a.py": source.encode()}), None, ["conv_forward"]) == "native"


def test_a_class_that_takes_height_and_width_is_asked_of_windows_that_are_not_square(sandboxes) -> None:
    source = (HERE / "pooling_with_padding.py").read_text()
    bug = source.replace(
        "self.pool_h, self.pool_w, self.stride, self.pad)", "self.pool_h, self.pool_h, self.stride, self.pad)"
    )
    assert bug != source
    found = {one.exercise.id: one.status for one in graded(bug, POOLING, sandboxes).exercises}
    assert found["max_pool_forward"] == "failed"


# ------------------------------------------------------------------------- an instructor's file

PAGE = (Path(__file__).parent.parent.parent / "docs" / "dialects.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    return PAGE.split(f"```{kind}\n")[1].split("```")[0]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(assignments_folder() / "conv_layer", tmp_path / "week-5")
    shutil.copytree(assignments_folder() / "image_filters", tmp_path / "image_filters")  # for its worked examples
    (tmp_path / "dialects").mkdir()
    return tmp_path


def test_the_page_makes_a_dialect(course: Path, sandboxes) -> None:
    (course / "dialects" / "our-course.toml").write_text(block("toml"), encoding="utf-8")
    report = graded(block("python"), "week-5", sandboxes, plan(load_assignment(course / "week-5")))
    assert report.dialect == "our-course"
    assert {one.exercise.id for one in report.exercises if one.status == "passed"} == {"conv_forward"}


@pytest.mark.parametrize(
    ("text", "instead", "why"),
    [
        ("step=stride", "step=strid", "line 9: exercises.conv_forward: there is no input, size or name 'strid'"),
        ('"x.transpose', '"X.transpose', "line 7: exercises.conv_forward: there is no input, size or name 'X'"),
        ('"result.tr', '"results.tr', "line 13: exercises.conv_forward: there is no input, size or name 'results'"),
    ],
)
def test_a_name_that_no_exercise_knows_is_refused_with_its_line(
    course: Path, text: str, instead: str, why: str
) -> None:
    assert text in block("toml")
    (course / "dialects" / "our-course.toml").write_text(block("toml").replace(text, instead, 1), encoding="utf-8")
    with pytest.raises(AuthorError) as raised:
        dialects.read_dialects(course)
    assert f"dialects/our-course.toml: {why}" in str(raised.value)


@pytest.mark.parametrize("name", [name for name in dialects.dialect_names() if name != dialects.NATIVE])
def test_every_name_in_the_dialects_that_come_along_is_known(name: str) -> None:
    path = assignments_folder() / "dialects" / f"{name}.toml"
    assert dialects.unknown_names_of(dialects.read_dialects()[name], path) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("out = 3", "calls nothing"),
        ("import os", "calls nothing"),
        ("out = f(", "is not one line of Python"),
        ("out = {block}(x)", "{block} is neither in classes nor in names"),
    ],
)
def test_a_line_that_says_nothing_is_named(course: Path, line: str, why: str) -> None:
    (course / "dialects" / "wrong.toml").write_text(f'[exercises.conv_forward]\ncalls = ["{line}"]\n')
    with pytest.raises(AuthorError) as raised:
        dialects.read_dialects(course)
    assert why in str(raised.value)
