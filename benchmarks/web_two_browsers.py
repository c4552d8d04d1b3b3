"""Two browsers answer one assessment at random, 1,000 steps: what either is told is compared with the database after every step.

Run: .venv/bin/python -m benchmarks.web_two_browsers [--steps 1000] [--seed 1]. It ends at the first thing that is lost.
"""

import argparse
import os
import time

os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}

import django

django.setup()

# ruff: noqa: E402 - Django has to be set up before anything of it is imported
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from tests.web.assessments.people import Scene
from tests.web.assessments.two_browsers import two_browsers
from tests.web.children.people import SETTING_UP, signed_in
from tests.web.look.browser import chromium

from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--steps", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    begun = time.perf_counter()
    with chromium() as browser:
        with recorded(SETTING_UP, action="benchmark.two_browsers"):
            scene = Scene()
            assessment = scene.begun()
        clients = signed_in(scene.clinician), signed_in(scene.users[Role.SUPERVISOR])
        with two_browsers(browser, clients, assessment, seed=given.seed) as both:
            for _ in range(given.steps):
                both.step()
    teardown_databases(made, verbosity=0)
    print(f"{both.steps} steps in {time.perf_counter() - begun:.0f} s, nothing lost: {dict(both.outcomes)}")


if __name__ == "__main__":
    main()
