"""Prints a page that takes over the page it is shown in; must be a plain text there.

harm: shown
stopped by: host
"""


def f(x):
    print("</pre><base href=//example.org><link rel=stylesheet href=/x.css><script src=/x.js></script>")
    return x
