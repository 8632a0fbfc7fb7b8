"""Every lesson runs, its solution is right, and it teaches what its assignment grades."""

import ast
import json
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from grader.authoring import demos, verify
from grader.authoring import lesson as release
from grader.authoring.assignment import load_assignment

ASSIGNMENTS = Path(__file__).parents[1] / "assignments"
LESSONS = sorted(ASSIGNMENTS.glob("*/lesson.py"))
lessons = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.parent.name)


def rubric(folder):
    """Return {exercise: {criterion, ...}}."""
    exercises = tomllib.loads((folder / "assignment.toml").read_text())["exercise"]
    return {exercise["id"]: {criterion["id"] for criterion in exercise["criteria"]} for exercise in exercises}


@pytest.mark.slow
@lessons
def test_a_lesson_runs_from_top_to_bottom_without_matplotlib_and_prints_what_it_announces(lesson):
    assert demos.ANNOUNCES in lesson.read_text()
    assert demos.problems(lesson.read_text()) == []


@lessons
def test_an_untouched_notebook_runs_to_its_end_and_says_what_is_not_written_yet(lesson, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "matplotlib", None)  # no window opens
    text, names = lesson.read_text(), {}
    cells = [cell for cell in json.loads(release.starter_notebook(text))["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        source = "".join(cell["source"])
        if "grader.notebook" not in source:
            exec(source, names)
            said = capsys.readouterr().out.strip().split("\n")[-1]
            assert (": not written yet" in said) == ("except NotImplementedError as error" in source)


def test_a_demo_cell_stays_as_it_is_where_a_try_would_change_what_it_shows():
    assert release._patient("f(3)", {"f"}) == "f(3)"
    assert release._patient('print(f("""a\nb"""))', {"f"}) == 'print(f("""a\nb"""))'
    assert release._patient("x = 1\nprint(x)", {"f"}) == "x = 1\nprint(x)"
    assert release._patient("%time f(3)", {"f"}) == "%time f(3)"
    assert release._patient("x = 1\n# Two.\nprint(f(x))", {"f"}) == (
        "x = 1\ntry:\n    # Two.\n    print(f(x))\nexcept NotImplementedError as error:\n    print(error)"
    )


@lessons
def test_a_lesson_has_a_documented_function_for_every_exercise(lesson):
    body = ast.parse(release.starter_module(lesson.read_text())).body
    nodes = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    functions = {name: ast.get_docstring(node) or "" for name, node in nodes.items()}
    exercises = list(rubric(lesson.parent))
    assert [name for name in functions if name in exercises] == exercises  # others prepare for one
    for name, docstring in functions.items():
        assert ("Parameters" in docstring) == bool(nodes[name].args.args)
        assert "Returns" in docstring


@pytest.mark.parametrize("name", [path.parent.name for path in LESSONS])
def test_a_wrong_answer_states_its_belief_and_holds_a_function(name):
    for answer in verify.wrong_of(load_assignment(ASSIGNMENTS / name)):
        assert answer.why.endswith("."), answer.id
        body = ast.parse(answer.source).body
        assert any(isinstance(node, ast.FunctionDef) for node in body), answer.id


# --------------------------------------------------------------------------------- conv-layer


@pytest.fixture(scope="module")
def solved():
    """The functions of conv-layer's solution."""
    names = {}
    exec(release.solution_module((ASSIGNMENTS / "conv_layer" / "lesson.py").read_text()), names)
    return names


@st.composite
def layers(draw):
    """Small integer inputs of a legal layer, and a gradient to send back."""
    N, C, F = (draw(st.integers(1, 3)) for _ in range(3))
    HH, WW, stride = (draw(st.integers(1, 3)) for _ in range(3))
    pad = draw(st.integers(0, 2))
    H, W = (draw(st.integers(max(1, size - 2 * pad), 6)) for size in (HH, WW))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    H_out, W_out = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
    shapes = [(N, C, H, W), (F, C, HH, WW), (F,), (N, F, H_out, W_out)]
    return *(rng.integers(-5, 6, shape).astype(float) for shape in shapes), {"stride": stride, "pad": pad}


def brute_force(x, w, b, stride, pad):
    """Seven loops over the definition, reading zeros outside the image; independent of the lesson."""
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    out = np.zeros((N, F, (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1))
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = b[f]
        for c, u, v in np.ndindex(C, HH, WW):
            row, column = i * stride + u - pad, j * stride + v - pad
            if 0 <= row < H and 0 <= column < W:
                out[n, f, i, j] += x[n, c, row, column] * w[f, c, u, v]
    return out


@given(layers())
def test_forward_is_the_definition(solved, layer):
    x, w, b, dout, conv_param = layer
    out, _ = solved["conv_forward"](x, w, b, conv_param)
    assert out.shape == dout.shape
    assert_array_equal(out, brute_force(x, w, b, conv_param["stride"], conv_param["pad"]))


@given(layers(), st.data())
def test_backward_is_the_exact_difference_because_the_layer_is_linear_in_each_argument(solved, layer, data):
    *arrays, dout, conv_param = layer
    before = np.sum(brute_force(*arrays, **conv_param) * dout)
    gradients = solved["conv_backward"](dout, (*arrays, conv_param))
    for k, gradient in enumerate(gradients):
        assert gradient.shape == arrays[k].shape
        at = tuple(data.draw(st.integers(0, size - 1)) for size in arrays[k].shape)
        moved = [array.copy() for array in arrays]
        moved[k][at] += 1
        assert np.sum(brute_force(*moved, **conv_param) * dout) - before == gradient[at]


@given(layers())
def test_the_solution_leaves_its_arguments_alone(solved, layer):
    *arrays, dout, conv_param = layer
    before = [array.copy() for array in (*arrays, dout)]
    _, cache = solved["conv_forward"](*arrays, conv_param)
    solved["conv_backward"](dout, cache)
    for array, copy in zip((*arrays, dout), before, strict=True):
        assert_array_equal(array, copy)


def test_the_map_is_the_layer_with_one_image_and_one_filter(solved):
    rng = np.random.default_rng(0)
    x, w = rng.integers(-5, 6, (3, 5, 7)), rng.integers(-5, 6, (3, 2, 4))
    out, _ = solved["conv_forward"](x[None], w[None], np.array([2]), {"stride": 1, "pad": 0})
    assert_array_equal(solved["conv_map"](x, w, 2), out[0, 0])
    assert solved["conv_single"](x[:, :2, :4], w, 2) == out[0, 0, 0, 0]


@pytest.mark.parametrize("shape", [(1, 4, 2), (4, 2), (3, 2, 4), (3, 1, 1), (2, 4, 2)])
def test_one_dot_product_refuses_what_numpy_would_stretch(solved, shape):
    with pytest.raises(ValueError, match="must be equal"):
        solved["conv_single"](np.ones((3, 4, 2)), np.ones(shape), 0)


@pytest.mark.parametrize("shape", [(1, 2, 2), (2, 2, 2), (3, 6, 2), (3, 2, 7)])
def test_the_map_refuses_another_depth_and_a_filter_too_large(solved, shape):
    with pytest.raises(ValueError, match=r"must be equal|does not fit"):
        solved["conv_map"](np.ones((3, 5, 6)), np.ones(shape), 0)


def test_the_example_class_s_untouched_starter_is_today_s():
    example = ASSIGNMENTS.parent / "examples" / "class" / "ivo.py"
    assert example.read_text() == release.starter_module((ASSIGNMENTS / "conv_layer" / "lesson.py").read_text())
