"""How long each step took, those of the installation before it included."""

import os
import time
from contextlib import contextmanager


class Steps:
    def __init__(self):
        self.told = [step for step in [os.environ.get("PORTAL_STEPS")] if step]

    @contextmanager
    def step(self, name):
        start = time.monotonic()
        yield
        self.told.append(f"{name} {time.monotonic() - start:.1f} s")

    def __str__(self):
        return ", ".join(self.told)
