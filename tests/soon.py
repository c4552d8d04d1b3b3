"""What hostile input must not do: keep the processor busy. Seconds that are promised are measured in benchmarks/, on a quiet machine."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 6  # a machine that others use is several times slower; what these inputs would take where nothing bounds them is minutes


@contextmanager
def told_soon() -> Iterator[None]:
    """Of the processor's time, which depends less than the clock's on what else the machine does."""
    started = time.process_time()
    yield
    assert time.process_time() - started < SECONDS
