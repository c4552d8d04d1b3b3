"""Makes docs/pictures/report.png, the picture in the README, from the foster-care example. Needs Chromium (see make test)."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from rootwise.case import read_case
from rootwise.profile import profile_of
from rootwise.report import html_of, report_of

OUT = Path("docs/pictures/report.png")


def main() -> int:
    case = read_case("examples/foster-care.yaml")
    html = html_of(report_of(profile_of(case), case.case, site=None))
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is missing. Debian: sudo apt-get install chromium", file=sys.stderr)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder) / "report.html"
        place.write_text(html, "utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1180, "height": 900})
        page.goto(place.as_uri())
        # The head and the strengths, then the map: two pieces of one page, one under the other.
        page.evaluate("document.querySelectorAll('nav, #safety, #relations').forEach(one => one.remove())")
        start = page.locator("#start figure .picture").bounding_box()
        assert start is not None
        OUT.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=OUT, clip={"x": 0, "y": 0, "width": 1180, "height": start["y"] + start["height"] + 40}, full_page=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
