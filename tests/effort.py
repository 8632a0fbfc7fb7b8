"""Tests that are about something else look for no repair of a wrong function: that takes some seconds for each."""

from grader.model import Effort

NO_SEARCH = Effort(single_edits=0, pairs=0)
