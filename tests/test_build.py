"""Which compiler and flags setup.py takes on systems that are not at hand: Windows, macOS, an older compiler."""

import importlib.util
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("Cython", reason="Cython comes with the extra `dev`")
pytest.importorskip("setuptools", reason="setuptools comes with the extra `dev`")
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).parent.parent
V3, V4 = "-march=x86-64-v3", "-march=x86-64-v4"


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Decide on a made-up system how the kernels are compiled; return its compiler, and the extensions by name."""
    for name in ("CONVREF_OPENMP", "CONVREF_CHECKED", "CONVREF_SANITIZE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.chdir(ROOT)  # setup.py looks for its sources from there
    spec = importlib.util.spec_from_file_location("setup_of_convgrader", ROOT / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    setup = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(setup)
    monkeypatch.setattr(build_ext, "build_extensions", lambda command: None)

    def decided(kind: str, machine: str, *known: str) -> dict[str, Any]:
        compiler = SimpleNamespace(compiler_type=kind, cc="cl.exe", compiler_so=["cc"], initialize=lambda: None)
        command = SimpleNamespace(compiler=compiler, extensions=[setup.extension(path) for path in setup.KERNELS])
        command.use_clang = lambda: setup.BuildExtensions.use_clang(command)
        command.compiles = lambda *flags: kind == "msvc" or set(flags) <= set(known) | {"-mtune=haswell"}
        monkeypatch.setattr(platform, "machine", lambda: machine)
        made = type("Made", (setup.BuildExtensions,), {"__init__": lambda self: self.__dict__.update(vars(command))})
        made().build_extensions()
        return {"cc": compiler.cc, **{built.name.rpartition(".")[2]: built for built in command.extensions}}

    return decided


def test_on_windows_clang_cl_compiles_every_set_without_openmp(build) -> None:
    found = build("msvc", "AMD64")
    assert found.pop("cc") == "clang-cl"
    assert {"_baseline", "_x86_64_v3", "_x86_64_v4", "layer"} <= found.keys()
    for built in found.values():
        assert built.extra_compile_args
        assert all(flag.startswith("/clang:-") for flag in built.extra_compile_args), built.name
        assert "/clang:-fopenmp" not in built.extra_compile_args
        assert "-fopenmp" not in built.extra_link_args
    assert f"/clang:{V3}" in found["_x86_64_v3"].extra_compile_args
    assert f"/clang:{V4}" in found["_x86_64_v4"].extra_compile_args
    assert "/clang:-ffp-contract=fast" in found["_baseline"].extra_compile_args


def test_windows_on_arm_has_the_baseline_alone(build) -> None:
    found = build("msvc", "ARM64")
    assert found["cc"] == "clang-cl"
    assert "_baseline" in found
    assert found.keys().isdisjoint({"_x86_64_v3", "_x86_64_v4"})


@pytest.mark.parametrize("has_openmp", [False, True])
@pytest.mark.parametrize("machine", ["arm64", "x86_64"])
def test_macos_has_openmp_only_where_it_is_there(build, machine: str, has_openmp: bool) -> None:
    found = build("unix", machine, V3, V4, *["-fopenmp"] * has_openmp)
    assert found["cc"] == "cl.exe"  # left alone
    sets = {"_baseline", "_x86_64_v3", "_x86_64_v4"}
    assert found.keys() & sets == (sets if machine == "x86_64" else {"_baseline"})
    for name in found.keys() & sets:
        assert ("-fopenmp" in found[name].extra_compile_args) == has_openmp
        assert ("-fopenmp" in found[name].extra_link_args) == has_openmp
    others = [built for name, built in found.items() if name not in sets | {"cc"}]
    assert others
    assert all("-fopenmp" not in built.extra_compile_args for built in others)


def test_a_set_that_the_compiler_does_not_know_is_left_out(build) -> None:
    found = build("unix", "x86_64", V3, "-fopenmp")
    assert "_x86_64_v3" in found
    assert "_x86_64_v4" not in found


def test_no_flag_of_a_reference_kernel_lets_sums_be_contracted(build) -> None:
    """The rounding bounds are of exact products; only the fast kernels may be contracted."""
    for name, built in build("unix", "x86_64", V3, V4).items():
        if name not in ("cc", "_baseline", "_x86_64_v3", "_x86_64_v4"):
            assert "-ffp-contract=off" in built.extra_compile_args, name
        if name != "cc":
            assert "-march=native" not in built.extra_compile_args
            assert "-ffast-math" not in built.extra_compile_args


@pytest.mark.slow
def test_cython_takes_every_python_module_that_a_wheel_compiles(tmp_path: Path) -> None:
    """In a checkout they stay Python, and nobody would notice before a wheel is built."""
    script = (
        "import runpy, sys, types, setuptools\n"
        "setuptools.setup = lambda **options: None\n"
        "setup = runpy.run_path('setup.py')\n"
        "from Cython.Compiler.Main import CompilationOptions, compile_single\n"
        "wrong = 0\n"
        "for number, path in enumerate(setup['PYTHON']):\n"
        "    directives = dict(setup['extension'](path).cython_directives)\n"
        "    options = CompilationOptions(compiler_directives=directives, language_level=3,\n"
        "                                 output_file=f'{sys.argv[1]}/{number}.c')\n"
        "    wrong += compile_single(str(path), options=options, full_module_name=path.stem).num_errors\n"
        "print(len(setup['PYTHON']), 'modules')\n"
        "sys.exit(wrong > 0)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 50
