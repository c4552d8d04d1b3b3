"""Makes docs/pictures/web-*.png: the main pages of the application, from the demo with its fictional people. Needs Chromium."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Page, StorageState, sync_playwright

OUT = Path("docs/pictures")
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
WIDE, PHONE = {"width": 1180, "height": 820}, {"width": 390, "height": 844}
# Name of the picture, address and after > a link to follow, who looks (nobody: before signing in), size, scheme, language.
PICTURES = (
    ("front", "/", "", WIDE, "light", "en"),
    ("sign-in", "/account/sign-in", "", WIDE, "light", "en"),
    ("account", "/account", "grace@willow.example", WIDE, "light", "en"),
    ("people", "/people", "grace@willow.example", WIDE, "light", "en"),
    ("people-phone", "/people", "grace@willow.example", PHONE, "dark", "es"),
    ("start", "/", "grace@willow.example", WIDE, "light", "en"),
    ("children", "/children/", "ines@willow.example", WIDE, "light", "en"),
    ("child", "{child}", "ines@willow.example", WIDE, "light", "en"),
    ("child-phone", "{child}", "ruth@willow.example", PHONE, "light", "es"),
    ("team", "{child}team", "ines@willow.example", WIDE, "light", "en"),
    ("consent", "{child}consent", "ines@willow.example", WIDE, "light", "en"),
    ("consent-withdraw", "{child}consent > Withdraw", "ines@willow.example", WIDE, "light", "en"),
    ("whereabouts-reason", "{child}whereabouts", "ines@willow.example", WIDE, "light", "en"),
    ("whereabouts", "{child}whereabouts > Open", "ines@willow.example", WIDE, "light", "en"),
    ("break-glass", "/children/break-glass", "ines@willow.example", WIDE, "light", "en"),
    ("style", "/style", "", WIDE, "light", "en"),
    ("style-dark", "/style", "", WIDE, "dark", "en"),
    ("style-phone", "/style", "", PHONE, "light", "es"),
)


@contextmanager
def demo(folder: Path) -> Iterator[dict[str, str]]:
    """The demo, running; the passwords of its people by address."""
    command = [str(Path(sys.executable).parent / "rootwise"), "demo", "--folder", str(folder / "demo"), "--port", str(PORT)]
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(command, stdout=said, env=os.environ | {"PYTHONUNBUFFERED": "1"})  # noqa: S603
        try:
            _wait(process)
            yield dict(re.findall(r"(\S+@\S+)\s+(\S+)", (folder / "said").read_text("utf-8")))
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise SystemExit(f"The demo ended with {process.returncode}.")
        try:
            urllib.request.urlopen(f"{ADDRESS}/alive", timeout=1).close()  # noqa: S310 - our own address
        except (URLError, OSError):
            _pause(process)
        else:
            return
    raise SystemExit("The demo did not start within two minutes.")


def _pause(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        return


def sign_in(page: Page, email: str, password: str) -> None:
    """As a person does it. In a demo the page of the second step shows the code of this moment."""
    page.goto(f"{ADDRESS}/account/sign-in")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(password)
    page.locator("main form button").first.click()
    if page.url.endswith("/code"):
        page.locator("input[name=code]").fill(re.findall(r"\b\d{6}\b", page.locator("main").inner_text())[0])
        page.locator("main form button").first.click()


def first_child(page: Page) -> str:
    """The address of the child with whom the demo shows most."""
    page.goto(f"{ADDRESS}/children/")
    return str(page.get_by_role("link", name="Noa").get_attribute("href"))


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is missing. Debian: sudo apt-get install chromium", file=sys.stderr)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory() as name, demo(Path(name)) as passwords, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        kept: dict[str, StorageState] = {}  # one sign-in a person: a code of the second step works once
        for picture, address, email, size, scheme, language in PICTURES:
            context = browser.new_context(viewport=size, color_scheme=scheme, locale=language, storage_state=kept.get(email))
            page = context.new_page()
            if email and email not in kept:
                sign_in(page, email, passwords[email])
                kept[email] = context.storage_state()
            where, _, link = address.partition(" > ")
            page.goto(f"{ADDRESS}{where.replace('{child}', first_child(page))}" if "{child}" in where else f"{ADDRESS}{where}")
            if link:
                page.locator("main").get_by_text(link, exact=True).first.click()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=OUT / f"web-{picture}.png")
            print(f"web-{picture}.png  {page.title()}")  # noqa: T201
            context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
