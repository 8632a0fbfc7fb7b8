"""What the slides state in words: questions alone, so there is no operation."""

from grader.topics import Topic

TOPIC = Topic(operations=())
