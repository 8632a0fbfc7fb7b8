"""The fixtures of the grader's tests serve here too."""

from tests.grader.conftest import conv_layer, conv_plan, grade_source, quick_sandbox, reports, whole_plan, worker

__all__ = ["conv_layer", "conv_plan", "grade_source", "quick_sandbox", "reports", "whole_plan", "worker"]
