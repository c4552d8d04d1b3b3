"""Run all benchmarks, or those that are named, and print one table. `make bench` calls this."""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from ratio import Figure, verdict

HERE = Path(__file__).parent
SCRIPTS = (
    "one_case",
    "profile_command",
    "help_command",
    "report_pages",
    "pictures",
    "kernel",
    "certainty",
    "wrong_files",
    "week",
    "install",
)


def main() -> int:
    chosen = sys.argv[1:] or SCRIPTS
    unknown = [one for one in chosen if one not in SCRIPTS]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. Here are: {', '.join(SCRIPTS)}.", file=sys.stderr)
        return 2
    load = os.getloadavg()[0]
    today = time.strftime("%Y-%m-%d")
    print(f"{today}, {os.cpu_count()} cores ({_processor()}), load before {load:.2f}, Python {platform.python_version()}\n")
    if load > 0.5:
        print("Something else is running here: the ratios are less sure than on a quiet machine.\n")
    print("| job | against | to reach | measured | | versions |\n|---|---|---|---|---|---|")
    broken = [one for one in chosen if not _table_of(one)]
    print(f"\nLoad after {os.getloadavg()[0]:.2f}")
    if broken:
        print(f"Could not be measured: {', '.join(broken)}")
    return 1 if broken else 0


def _table_of(script: str) -> bool:
    """Run one script and print its lines; whether it ran."""
    done = subprocess.run([sys.executable, str(HERE / f"{script}.py"), "--json"], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        return False
    for line in json.loads(done.stdout):
        one = Figure(**line)
        print(f"| {one.job} | {one.against} | {one.to_reach} | {one.measured} | {verdict(one)} | {one.versions} |", flush=True)
    return True


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    sys.exit(main())
