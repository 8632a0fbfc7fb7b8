"""JUnit XML in the dialect that pytest writes (xunit2): a test for each case, with its points. Pure.

A test's name is ``exercise/criterion/case``: the same for every submission, and unique. `artemis` is the same file
for a reader that knows passed and failed only. There is no clock in it: the same report gives the same bytes.
"""

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from grader.export.format import CasePoints, Options, cases_of, report_in
from grader.model import GradeRow
from grader.report.escape import plain
from grader.report.lines import lines_of
from grader.report.outline import Block

NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
TAGS = {"failed": "failure", "skipped": "skipped", "broken": "error"}
LONGEST = 4000  # characters of a message; Artemis cuts at 20,000


def single(row: GradeRow, options: Options) -> Mapping[str, bytes]:
    """Return junit.xml of one submission; what the grader failed on is an error there."""
    report = report_in(row)
    cases = cases_of(report)
    tags = [TAGS.get(case.result.status, "") for case in cases]
    return {"junit.xml": document(report.assignment, cases, tags)}


def artemis(row: GradeRow, options: Options) -> Mapping[str, bytes]:
    """Return the results for Artemis, which ignores skipped tests and takes errors for failures.

    So a case that was not tried is a failure, and one that the grader failed on, which costs nothing, is none.
    """
    report = report_in(row)
    cases = cases_of(report)
    tags = ["failure" if case.result.status in ("failed", "skipped") else "" for case in cases]
    return {"results.xml": document(report.assignment, cases, tags)}


def document(assignment: str, cases: Sequence[CasePoints], tags: Sequence[str]) -> bytes:
    """Return cases as XML, each with the tag that says it did not pass, or none."""
    counts = {kind: tags.count(tag) for kind, tag in (("errors", "error"), ("failures", "failure"))}
    root = ElementTree.Element("testsuites", {"name": "pytest tests"})
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        {
            "name": clean(assignment),
            **{kind: str(count) for kind, count in counts.items()},
            "skipped": str(tags.count("skipped")),
            "tests": str(len(cases)),
            "time": "0.000",
        },
    )
    for case, tag in zip(cases, tags, strict=True):
        suite.append(testcase(assignment, case, tag))
    ElementTree.indent(root, "")
    body: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'.encode()


def testcase(assignment: str, case: CasePoints, tag: str) -> ElementTree.Element:
    """Return one case: its points as properties, and what is to be said of it."""
    element = ElementTree.Element(
        "testcase", {"classname": clean(assignment), "name": clean(case.name), "time": "0.000"}
    )
    properties = ElementTree.SubElement(element, "properties")
    for name, value in (("points", case.points), ("earned", case.earned)):
        ElementTree.SubElement(properties, "property", {"name": name, "value": f"{float(value):.10g}"})
    if tag:
        lines = [clean(line) for line in lines_of(case.blocks)] or ["Not passed."]
        explained = ElementTree.SubElement(element, tag, {"message": message_of(case.blocks) or lines[0]})
        explained.text = "\n".join(lines)[:LONGEST]
    return element


def message_of(blocks: Sequence[Block]) -> str:
    """Return what came and what was due, as one line."""
    happened = lines_of(block for block in blocks if block.kind == "happened")
    return clean(" ".join(line for line in happened if not line.startswith("  ")))


def clean(text: str) -> str:
    """Return `text` with only characters that XML can hold, hidden ones spelled out."""
    return NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", plain(text, LONGEST))
