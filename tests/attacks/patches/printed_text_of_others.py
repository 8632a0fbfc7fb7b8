"""Replaces what keeps printed text, so that others seem to have printed something; must change no other report.

harm: changed
stopped by: host
"""

import io


class Liar(io.StringIO):
    def getvalue(self):
        return "I copied this."


io.StringIO = Liar


def f(x):
    return x
