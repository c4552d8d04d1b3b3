"""An HTML page as a reader meets it: headings, text, and everything it would load."""

from html.parser import HTMLParser

_SILENT = {"style", "script", "title", "desc"}


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self._sections: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def section(self, title: str) -> str:
        """The text under one heading of the second level, up to the next."""
        return " ".join(" ".join(self._sections[title]).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "path", "rect", "circle"):
            self._open.append(tag)
        self.loads += [value for name, value in attrs if name in ("src", "href", "xlink:href", "srcset", "action") and value]
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append((int(tag[1:]), ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "h" and self._open[-1][1:].isdigit():
            level, words = self.headings[-1]
            self.headings[-1] = (level, f"{words}{data}".strip())
        if not _SILENT & set(self._open):
            self.words.append(data)
            titles = [words for level, words in self.headings if level == 2]
            if titles:
                self._sections.setdefault(titles[-1], []).append(data)
