"""`make check`: runs every check, changes nothing, and reports all failures at once."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "imports point one way": [BIN / "lint-imports"],
    "tiers of fields": [sys.executable, "-m", "django", "check", "--settings", "rootwise.web.project.settings"],
    "instruments": [BIN / "rootwise", "instrument", "check"],
    "catalogues": [BIN / "rootwise", "catalogue", "check"],
    "examples": [BIN / "rootwise", "check", *sorted(str(one) for one in Path("examples").glob("*.yaml") if one.name != "site.yaml")],
    "texts in Spanish": [sys.executable, "scripts/translations.py", "check"],
    "house rules": [sys.executable, "scripts/house_rules.py"],
    "lock file": [BIN / "uv", "lock", "--check", "--quiet"],
}


def main() -> int:
    failed = []
    for name, command in CHECKS.items():
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)  # noqa: S603
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}")  # noqa: T201
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).rstrip())  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
