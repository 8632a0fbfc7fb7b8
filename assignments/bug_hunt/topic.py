"""Tests that expose wrong layers: what other topics know of wrong answers, turned into boxes."""

from grader.topics import Topic

from .operations import OPERATIONS

TOPIC = Topic(operations=OPERATIONS)
