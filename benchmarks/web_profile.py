"""The pages of a profile, in process, on an encrypted database with every read recorded: milliseconds, the median and the 95th percentile.

python -m benchmarks.web_profile [REQUESTS]
"""

import os
import statistics
import sys
import time

import django
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.urls import reverse

REQUESTS = 200
PAGES = ("profile", "profile_function", "profile_raters", "profile_earlier", "profile_json")


def main(requests: int) -> None:
    from tests.web.assessments.people import Scene, by
    from tests.web.children.people import SETTING_UP, signed_in

    from rootwise.web.assessments.actions import close_assessment
    from rootwise.web.audit.models import Event
    from rootwise.web.audit.recording import recorded

    with recorded(SETTING_UP, action="benchmark.setup"):
        scene = Scene()
        kept, live = scene.imported(), scene.imported()
    close_assessment(by=by(scene.clinician), user=scene.clinician, assessment=kept, seen_version=kept.version)
    client = signed_in(scene.clinician)
    for assessment, state in ((live, "open"), (kept, "closed")):
        for page in PAGES:
            more = ["arousal"] if page == "profile_function" else []
            address = reverse(f"assessments:{page}", args=[scene.child.pk, assessment.pk, *more])
            before = Event.objects.count()
            assert client.get(address).status_code == 200
            read = Event.objects.count() - before
            wall, cpu = zip(*(_milliseconds(client, address) for _ in range(requests)), strict=True)
            print(f"{page:18}{state:8}{_told(wall)}   processor {_told(cpu)} {read:4} reads recorded")
    address = reverse("assessments:profile_pdf", args=[scene.child.pk, live.pk])
    wall, cpu = zip(*(_milliseconds(client, address) for _ in range(max(requests // 10, 5))), strict=True)
    print(f"{'profile_pdf':18}{'open':8}{_told(wall)}   processor {_told(cpu)}")


def _told(taken: tuple[float, ...]) -> str:
    return f"{statistics.median(taken):7.1f} ms {sorted(taken)[int(0.95 * len(taken))]:7.1f} ms p95"


def _milliseconds(client: Client, address: str) -> tuple[float, float]:
    """On the clock, and of the processor, which tells more on a machine that does other things too."""
    started, used = time.perf_counter(), time.process_time()
    client.get(address)
    return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - used)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
    django.setup()
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS)
    finally:
        teardown_databases(made, verbosity=0)
