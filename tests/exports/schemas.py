"""What Gradescope, PrairieLearn and Autolab read, written down from their specifications as JSON Schemas.

Gradescope: "Autograder specifications", results.json. PrairieLearn: "External grading", grading results.
Autolab: "Guide for lab authors" and "Formatted feedback".
"""

TEXT = {"type": "string"}
POINTS = {"type": "number", "minimum": 0}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}

GRADESCOPE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["tests"],
    "properties": {
        "score": POINTS,
        "execution_time": POINTS,
        "output": TEXT,
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "dependentRequired": {"score": ["max_score"]},
                "properties": {
                    "score": POINTS,
                    "max_score": POINTS,
                    "status": {"enum": ["passed", "failed"]},
                    "name": TEXT,
                    "name_format": FORMAT,
                    "number": TEXT,
                    "output": TEXT,
                    "output_format": FORMAT,
                    "tags": {"type": "array", "items": TEXT},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}

PRAIRIELEARN = {
    "type": "object",
    "additionalProperties": False,
    "required": ["gradable", "score"],
    "properties": {
        "gradable": {"const": True},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "message": TEXT,
        "output": TEXT,
        "images": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "points", "max_points"],  # one without them hides the points of all
                "properties": {
                    "name": TEXT,
                    "description": TEXT,
                    "points": POINTS,
                    "max_points": POINTS,
                    "message": TEXT,
                    "output": TEXT,
                    "images": {"type": "array"},
                },
            },
        },
    },
}

AUTOLAB = {
    "type": "object",
    "additionalProperties": False,
    "required": ["scores"],
    "properties": {
        "scores": {"type": "object", "additionalProperties": {"type": "number"}},
        "scoreboard": {"type": "array", "items": {"type": "number"}},
    },
}

AUTOLAB_FEEDBACK = {
    "type": "object",
    "required": ["_presentation", "stages"],
    "properties": {"_presentation": {"const": "semantic"}, "stages": {"type": "array", "items": TEXT}},
    "additionalProperties": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "required": ["passed"],
            "additionalProperties": False,
            "properties": {"passed": {"type": "boolean"}, "hint": TEXT},
        },
    },
}

WHOLE = {"type": "integer", "minimum": 0}
CLASSROOM50 = {  # wiki "Advanced Autograding", "The result.json contract"; the autograder adds who and when
    "type": "object",
    "required": ["schema", "score", "max-score", "tests"],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        "score": WHOLE,
        "max-score": WHOLE,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": {"type": "string"},
                    "passed": {"type": "boolean"},
                    "score": WHOLE,
                    "max-score": WHOLE,
                },
            },
        },
    },
}
