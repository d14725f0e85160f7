"""The command line: it speaks to people and leaves the work to the floors below."""

import time

BEGUN = time.perf_counter()
"""When the program began, for commands that tell how long all of another one takes."""
