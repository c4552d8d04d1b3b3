"""What holds for every test: generated input is the same on every machine, and the clock is nobody's friend."""

import os
import time

from hypothesis import settings

os.environ["TZ"] = "Pacific/Auckland"  # a day ahead of most of the world; no result may depend on it
time.tzset()

settings.register_profile("rootwise", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("rootwise")
