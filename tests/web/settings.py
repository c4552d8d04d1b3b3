"""The project's own settings, on keys and a database made for this test run. ROOTWISE_TEST_DATABASE puts the same tests on PostgreSQL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from rootwise.web.keys import KeyRing

_place = Path(tempfile.mkdtemp(prefix="rootwise-tests-"))
atexit.register(shutil.rmtree, _place, ignore_errors=True)
(_place / "data").mkdir(mode=0o700)
KeyRing(_place / "keys").make_missing()

for _name in [one for one in os.environ if one.startswith("ROOTWISE_") and one != "ROOTWISE_TEST_DATABASE"]:
    del os.environ[_name]
_test_database = os.environ.pop("ROOTWISE_TEST_DATABASE", "")
os.environ |= {
    "ROOTWISE_MODE": "demo",
    "ROOTWISE_DATA": str(_place / "data"),
    "ROOTWISE_KEYS": str(_place / "keys"),
    "ROOTWISE_DATABASE": _test_database,
    "ROOTWISE_TIME_ZONE": "Pacific/Auckland",
}

from rootwise.web.project.settings import *  # noqa: E402, F403
from rootwise.web.project.settings import DATABASES  # noqa: E402

if not _test_database:
    DATABASES["default"]["TEST"] = {"NAME": str(_place / "data" / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; that production uses Argon2 is a test of its own

# The environment is as it was: tests of the configuration start from nothing.
for _name in [one for one in os.environ if one.startswith("ROOTWISE_")]:
    del os.environ[_name]
if _test_database:
    os.environ["ROOTWISE_TEST_DATABASE"] = _test_database  # for the workers of pytest-xdist
