"""Clones: the commit that counts, and clones that were made to do harm."""

import os
import shutil
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.classroom import roster
from grader.classroom.entry import Entry
from grader.classroom.intake import Taken, git, take_in
from grader.classroom.roster_matching import match
from grader.errors import OperatorError
from grader.submissions.reading import load_submission

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git")

DEADLINE = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
BEFORE, AFTER = "2026-11-20T17:00:00+0000", "2026-11-20T19:00:00+0000"


def run_git(folder: Path, *arguments: str, when: str = BEFORE, stdin: bytes | None = None) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
    }
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.edu", "-c", "init.defaultBranch=main"]
    who += ["-c", "protocol.file.allow=always"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, env=environment, input=stdin, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def commit(folder: Path, files: dict[str, str], when: str = BEFORE) -> str:
    if not (folder / ".git").exists():
        folder.mkdir(parents=True, exist_ok=True)
        run_git(folder, "init", "-q")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    run_git(folder, "add", "-A")
    run_git(folder, "commit", "-q", "--allow-empty", "-m", "work", when=when)
    return run_git(folder, "rev-parse", "HEAD")


@pytest.fixture
def clones(tmp_path: Path) -> Path:
    commit(tmp_path / "class" / "conv-layer-ada", {"conv.py": "x = 1"})
    commit(tmp_path / "class" / "conv-layer-bob-b", {"conv.py": "x = 2"})
    return tmp_path / "class"


def ada(taken: Taken) -> Entry:
    return next(entry for entry in taken.entries if entry.student == "conv-layer-ada")


def said(taken: Taken) -> str:
    return "\n".join(map(str, taken.problems))


def text_of(entry: Entry) -> str:
    return load_submission(entry.path).modules[0].cells[0].source


def test_the_last_commit_before_the_deadline_counts(clones: Path, tmp_path: Path) -> None:
    in_time = commit(clones / "conv-layer-ada", {"conv.py": "x = 'in time'"})
    commit(clones / "conv-layer-ada", {"conv.py": "x = 'late'"}, AFTER)
    (clones / "conv-layer-ada" / "conv.py").write_text("x = 'never committed'")
    taken = take_in(clones, tmp_path / "work", deadline=DEADLINE)
    assert taken.source == "github"
    assert text_of(ada(taken)) == "x = 'in time'"
    assert ada(taken).submitted == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    assert not ada(taken).late
    assert ada(taken).notes[0].startswith(f"commit {in_time[:10]} of 2026-11-20T17:00")
    assert ada(taken).notes[1].startswith("1 later commits")
    assert text_of(ada(take_in(clones, tmp_path / "work"))) == "x = 'late'"


def test_the_login_is_what_the_names_do_not_share(clones: Path, tmp_path: Path) -> None:
    taken = take_in(clones, tmp_path / "work")
    assert [entry.also for entry in taken.entries] == [("ada",), ("bob-b",)]
    shutil.rmtree(clones / "conv-layer-bob-b")
    assert ada(take_in(clones, tmp_path / "work")).also == ("layer-ada", "ada")


def test_what_a_download_writes_beside_and_into_clones_is_nobodys_work(clones: Path, tmp_path: Path) -> None:
    (clones / "scores.csv").write_text("username,score,max_score,datetime,submission_tag,review_url,override\n")
    (clones / "conv-layer-ada" / "result.json").write_text('{"score": 50}')
    taken = take_in(clones, tmp_path / "work")
    assert [entry.student for entry in taken.entries] == ["conv-layer-ada", "conv-layer-bob-b"]
    (tmp_path / "roster.csv").write_text(
        "username,first_name,last_name,email,section,github_id,role\nAda,Ada,L,,,1,student\nbob-b,Bob,B,,,2,\n"
        "prof,P,R,,,3,teacher\nhelper,H,T,,,4,ta\n"
    )
    students = roster.read(tmp_path / "roster.csv")
    assert [student.id for student in students] == ["Ada", "bob-b"]
    assert [len(own) for _, own in match(taken.entries, students).entries] == [1, 1]


@pytest.mark.parametrize("kind", [(), ("-a", "-m", "handed in")], ids=["a name", "an object"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_what_classroom_50_tagged_as_submitted_is_graded(kind, is_packed, clones: Path, tmp_path: Path) -> None:
    """A commit that was pushed after it was once graded in its place."""
    folder = clones / "conv-layer-ada"
    run_git(folder, "tag", *kind, "submit/2026-11-20T17-00-00Z-abc1234")
    commit(folder, {"conv.py": "x = 'not handed in'"})
    if is_packed:
        run_git(folder, "pack-refs", "--all")
    taken = take_in(clones, tmp_path / "work", deadline=DEADLINE)
    assert text_of(ada(taken)) == "x = 1"
    assert "1 newer commit has no tag submit/…, so" in said(taken)
    run_git(folder, "tag", *kind, "submit/final")
    commit(folder, {"conv.py": "x = 'late'"}, AFTER)
    run_git(folder, "tag", *kind, "submit/late")
    taken = take_in(clones, tmp_path / "work", deadline=DEADLINE)
    assert text_of(ada(taken)) == "x = 'not handed in'"
    assert said(taken) == ""
    assert "1 later commits are after the deadline" in ada(taken).notes[1]


def test_a_tag_that_names_nothing_or_a_link_is_no_submission(clones: Path, tmp_path: Path) -> None:
    tags = clones / "conv-layer-ada" / ".git" / "refs" / "tags" / "submit"
    tags.mkdir()
    (tags / "x").write_text("0" * 40 + "\n")
    (tags / "y").symlink_to("/etc/passwd")
    (tags / "z").write_text("--upload-pack=touch\n")
    assert text_of(ada(take_in(clones, tmp_path / "work"))) == "x = 1"


def test_of_a_student_with_an_extension_the_last_commit_before_the_later_deadline_counts(clones, tmp_path) -> None:
    for name in ("ada", "bob-b"):
        commit(clones / f"conv-layer-{name}", {"conv.py": "x = 'later'"}, AFTER)
    later = DEADLINE.replace(hour=20)
    taken = take_in(clones, tmp_path / "work", deadline=DEADLINE, extended={"ada": later})
    texts = {entry.student: text_of(entry).strip() for entry in taken.entries}
    assert texts == {"conv-layer-ada": "x = 'later'", "conv-layer-bob-b": "x = 2"}
    assert not ada(taken).late


def test_work_after_the_deadline_only_is_late(clones: Path, tmp_path: Path) -> None:
    shutil.rmtree(clones / "conv-layer-ada")
    commit(clones / "conv-layer-ada", {"conv.py": "x = 'late'"}, AFTER)
    taken = take_in(clones, tmp_path / "work", deadline=DEADLINE)
    assert ada(taken).late
    assert "no commit before the deadline" in said(taken)


def test_only_the_default_branch_counts(clones: Path, tmp_path: Path) -> None:
    run_git(clones / "conv-layer-ada", "checkout", "-q", "-b", "try")
    commit(clones / "conv-layer-ada", {"conv.py": "x = 'a try'"})
    origin = clones / "conv-layer-ada" / ".git" / "refs" / "remotes" / "origin"
    origin.mkdir(parents=True)
    (origin / "HEAD").write_text("ref: refs/heads/main\n")
    assert text_of(ada(take_in(clones, tmp_path / "work"))) == "x = 1"


def test_a_real_clone_with_packed_references_is_read(clones: Path, tmp_path: Path) -> None:
    shutil.move(clones / "conv-layer-ada", tmp_path / "origin")
    run_git(tmp_path, "clone", "-q", "--no-hardlinks", str(tmp_path / "origin"), str(clones / "conv-layer-ada"))
    run_git(clones / "conv-layer-ada", "gc", "-q")
    assert text_of(ada(take_in(clones, tmp_path / "work"))) == "x = 1"


def test_a_shallow_clone_is_read(clones: Path, tmp_path: Path) -> None:
    commit(clones / "conv-layer-ada", {"conv.py": "x = 'second'"})
    shutil.move(clones / "conv-layer-ada", tmp_path / "origin")
    run_git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}/origin", str(clones / "conv-layer-ada"))
    assert text_of(ada(take_in(clones, tmp_path / "work"))) == "x = 'second'"


def test_dates_that_run_backwards_are_said(clones: Path, tmp_path: Path) -> None:
    commit(clones / "conv-layer-ada", {"conv.py": "x = 1"}, "2026-11-01T00:00:00+0000")
    assert "run backwards" in said(take_in(clones, tmp_path / "work"))


def test_an_empty_repository_and_a_folder_without_one_are_said(clones: Path, tmp_path: Path) -> None:
    (clones / "conv-layer-cy").mkdir()
    run_git(clones / "conv-layer-cy", "init", "-q")
    (clones / "dan").mkdir()
    taken = take_in(clones, tmp_path / "work")
    assert "conv-layer-cy: nothing was ever committed" in said(taken)
    assert "dan is no clone" in said(taken)
    assert len(taken.entries) == 4


# --------------------------------------------------------------------------------------------- harm


def test_nothing_of_a_clone_is_run(clones: Path, tmp_path: Path) -> None:
    """Hooks, a file system monitor, filters, external diffs, pagers, aliases: all that git can be made to start."""
    touch = tmp_path / "touch.sh"
    touch.write_text(f"#!/bin/sh\ntouch {tmp_path}/hacked\ncat\n")
    touch.chmod(touch.stat().st_mode | stat.S_IXUSR)
    clone = clones / "conv-layer-ada"
    commit(
        clone, {".gitattributes": "*.py filter=evil diff=evil export-subst\n*.ipynb export-ignore\n", "a.ipynb": "{}"}
    )
    (clone / ".git" / "config").write_text(
        f"[core]\n\tbare = false\n\tfsmonitor = {touch}\n\thooksPath = {tmp_path}\n\tpager = {touch}\n"
        f"\tsshCommand = {touch}\n\talternateRefsCommand = {touch}\n\tgitProxy = {touch}\n"
        f'[filter "evil"]\n\tsmudge = {touch}\n\tclean = {touch}\n\trequired = true\n'
        f'[diff "evil"]\n\ttextconv = {touch}\n\tcommand = {touch}\n[diff]\n\texternal = {touch}\n'
        f"[alias]\n\tlog = !{touch}\n\tls-tree = !{touch}\n[gpg]\n\tprogram = {touch}\n[log]\n\tshowSignature = true\n"
        f'[include]\n\tpath = {tmp_path}/other\n[remote "origin"]\n\turl = ext::{touch}\n\tpromisor = true\n'
    )
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(touch, clone / ".git" / "hooks" / hook)
    run_git(clone, "status")
    (tmp_path / "hacked").unlink()  # so it does something to who trusts the clone
    taken = take_in(clones, tmp_path / "work", deadline=DEADLINE)
    assert not (tmp_path / "hacked").exists()
    assert {module.file for module in load_submission(ada(taken).path).modules} == {"conv.py"}
    assert (ada(taken).path / "a.ipynb").read_text() == "{}"


def test_a_clone_does_not_lead_to_the_work_of_another(clones: Path, tmp_path: Path) -> None:
    bobs = run_git(clones / "conv-layer-bob-b", "rev-parse", "HEAD")
    git_folder = clones / "conv-layer-ada" / ".git"
    (git_folder / "objects" / "info").mkdir(exist_ok=True)
    (git_folder / "objects" / "info" / "alternates").write_text(f"{clones}/conv-layer-bob-b/.git/objects\n")
    (git_folder / "refs" / "heads" / "main").write_text(bobs)
    taken = take_in(clones, tmp_path / "work")
    assert "borrows from another repository" in said(taken)
    assert load_submission(ada(taken).path).modules == ()


@pytest.mark.parametrize("what", ["objects", "a file of objects", ".git", "a reference", "a work tree's file"])
def test_links_in_a_clone_lead_nowhere(what: str, clones: Path, tmp_path: Path) -> None:
    clone, other = clones / "conv-layer-ada", clones / "conv-layer-bob-b"
    if what == "objects":
        shutil.rmtree(clone / ".git" / "objects")
        (clone / ".git" / "objects").symlink_to(other / ".git" / "objects")
    elif what == "a file of objects":
        (clone / ".git" / "objects" / "ab").symlink_to(other / ".git" / "objects" / "pack")
    elif what == ".git":
        shutil.rmtree(clone / ".git")
        (clone / ".git").write_text(f"gitdir: {other}/.git\n")
    elif what == "a reference":
        (clone / ".git" / "refs" / "heads" / "main").unlink()
        (clone / ".git" / "refs" / "heads" / "main").symlink_to(other / ".git" / "refs" / "heads" / "main")
    else:
        (clone / "conv.py").unlink()
        (clone / "conv.py").symlink_to(other / "conv.py")
        run_git(clone, "add", "-A")
        run_git(clone, "commit", "-q", "-m", "a link")
    taken = take_in(clones, tmp_path / "work")
    assert load_submission(ada(taken).path).modules == ()
    assert any(problem.student == "conv-layer-ada" for problem in taken.problems)


def test_a_submodule_and_a_bad_name_are_left_out_and_said(clones: Path, tmp_path: Path) -> None:
    clone = clones / "conv-layer-ada"
    blob = run_git(clone, "hash-object", "-w", "conv.py")
    head = run_git(clone, "rev-parse", "HEAD")
    tree = run_git(clone, "mktree", stdin=f"100644 blob {blob}\tconv.py\n100644 blob {blob}\te\u202evil.py\n".encode())
    run_git(clone, "update-index", "--add", "--cacheinfo", f"160000,{head},lib")
    sub = run_git(clone, "write-tree")
    for one, rule in ((tree, "control character"), (sub, "link")):
        new = run_git(clone, "commit-tree", one, "-m", "x")
        (clone / ".git" / "refs" / "heads" / "main").write_text(new + "\n")
        taken = take_in(clones, tmp_path / "work")
        assert f"rule: {rule}" in said(taken)
        assert text_of(ada(taken)) == "x = 1"


@pytest.mark.slow
def test_a_tree_that_names_billions_of_files_costs_its_own_author(
    clones: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git, "MAX_LISTING_BYTES", 1 << 20)
    clone = clones / "conv-layer-ada"
    blob = run_git(clone, "hash-object", "-w", "conv.py")
    tree = run_git(clone, "mktree", stdin="".join(f"100644 blob {blob}\tf{n}.py\n" for n in range(10)).encode())
    for _ in range(10):
        tree = run_git(clone, "mktree", stdin="".join(f"040000 tree {tree}\td{n}\n" for n in range(10)).encode())
    (clone / ".git" / "refs" / "heads" / "main").write_text(run_git(clone, "commit-tree", tree, "-m", "bomb") + "\n")
    taken = take_in(clones, tmp_path / "work")
    assert "more than a course's repository" in said(taken)
    assert len(taken.entries) == 2


@pytest.mark.parametrize("head", ["ref: refs/heads/../../../../x", "ref: -x", "--output=/tmp/x", "", "f" * 40])
def test_a_head_that_names_no_branch_is_said(head: str, clones: Path, tmp_path: Path) -> None:
    (clones / "conv-layer-ada" / ".git" / "HEAD").write_text(head)
    taken = take_in(clones, tmp_path / "work")
    assert load_submission(ada(taken).path).modules == ()
    assert "conv-layer-ada" in said(taken)


def test_a_replaced_commit_is_not_believed(clones: Path, tmp_path: Path) -> None:
    clone = clones / "conv-layer-ada"
    first = run_git(clone, "rev-parse", "HEAD")
    second = commit(clone, {"conv.py": "x = 'replaced'"})
    run_git(clone, "reset", "-q", "--hard", first)
    run_git(clone, "replace", first, second)
    assert text_of(ada(take_in(clones, tmp_path / "work"))) == "x = 1"


def test_without_git_the_operator_reads_what_to_do(
    clones: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OperatorError, match="git is not installed"):
        take_in(clones, tmp_path / "work")


def test_a_head_that_names_an_empty_branch_is_said_and_the_work_graded(clones: Path, tmp_path: Path) -> None:
    clone = clones / "conv-layer-ada"
    run_git(clone, "branch", "-m", "main", "master")
    (clone / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    taken = take_in(clones, tmp_path / "work")
    assert text_of(ada(taken)) == "x = 1"
    assert "HEAD names the branch main, which is empty; master is graded" in said(taken)
    run_git(clone, "pack-refs", "--all")
    assert text_of(ada(take_in(clones, tmp_path / "work"))) == "x = 1"


def test_work_on_another_branch_is_said(clones: Path, tmp_path: Path) -> None:
    clone = clones / "conv-layer-ada"
    run_git(clone, "checkout", "-q", "-b", "feature/conv")
    commit(clone, {"conv.py": "x = 'better'"})
    run_git(clone, "checkout", "-q", "main")
    run_git(clone, "branch", "dev")
    taken = take_in(clones, tmp_path / "work")
    assert text_of(ada(taken)) == "x = 1"
    assert "dev" not in said(taken)
    assert "the branch feature/conv has 1 commit that main has not" in said(taken)
    run_git(clone, "checkout", "-q", "dev")
    commit(clone, {"conv.py": "x = 'best'"})
    run_git(clone, "checkout", "-q", "main")
    assert "the branch dev has 1 commit that main has not; only main is graded" in said(take_in(clones, tmp_path / "w"))
