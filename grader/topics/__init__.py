"""What a topic is, and how one is loaded from its folder. Nothing here knows convolution.

A topic is a folder below ``assignments/``. It brings its operations, the beliefs behind wrong answers, explanations of
worked examples, and the words of other courses, all through the one object ``TOPIC`` of its ``topic.py``.
"""

from grader.topics.dialect import Phrase, renamed
from grader.topics.judge import Judge, Verdict
from grader.topics.misconception import Beliefs, Family, Misconception, believed
from grader.topics.operation import Operation, Sizes
from grader.topics.speed import Speed, Step
from grader.topics.topic import Explanations, Illegal, Topic
from grader.topics.written import number, product

__all__ = [
    "Beliefs",
    "Explanations",
    "Family",
    "Illegal",
    "Judge",
    "Misconception",
    "Operation",
    "Phrase",
    "Sizes",
    "Speed",
    "Step",
    "Topic",
    "Verdict",
    "believed",
    "number",
    "product",
    "renamed",
]
