"""Going through a page with Tab, Enter, Space and arrows only, and looking at each stop whether one sees where one is."""

from playwright.sync_api import Locator, Page

# Where the focus is: whether its mark shows, whether it is in sight, whether it comes after the stop before (or is in the same field).
_STOP = """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  const before = window.stopBefore;
  window.stopBefore = e;
  return { what: e.outerHTML.slice(0, 90), marked: parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none',
    seen: r.bottom > 0 && r.top < innerHeight, after: !before || before === e || !!(before.compareDocumentPosition(e) & 4) } }"""


def go_to(page: Page, target: Locator) -> None:
    """Tab until the target has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        assert stop["marked"], f"no mark of the focus: {stop['what']}"
        assert stop["seen"], f"out of sight: {stop['what']}"
        assert stop["after"], f"out of order: {stop['what']}"
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def fill(page: Page, label: str, text: str) -> None:
    go_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    """Go to a button and press it."""
    go_to(page, page.get_by_role("main").get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def follow(page: Page, name: str, to: str) -> None:
    """Go to a link and follow it to the page with this heading."""
    go_to(page, page.get_by_role("main").get_by_role("link", name=name, exact=True))
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=to).wait_for()


def is_at_what_is_wrong(page: Page) -> bool:
    """After a wrong form the focus is on what sums it up."""
    page.locator(".banner.danger").first.wait_for()
    return bool(page.evaluate("document.activeElement.matches('.banner.danger')"))
