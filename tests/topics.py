"""All that the shipped topics bring, by exercise."""

from grader.topics import Family, Operation, Topic
from grader.topics.loading import shipped_topics

TOPICS: tuple[Topic, ...] = tuple(shipped_topics())
OPERATIONS: dict[str, Operation] = {operation.id: operation for topic in TOPICS for operation in topic.operations}
FAMILIES: dict[str, Family] = {
    exercise: family for topic in TOPICS for family in topic.beliefs().families for exercise in family.exercises
}
ALIKE = {exercise: pairs for topic in TOPICS for exercise, pairs in topic.beliefs().alike.items()}
EXPLAINERS = {call: lines for topic in TOPICS for call, lines in topic.explanations().lines.items()}
