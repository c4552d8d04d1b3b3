"""The report of one case, HTML and PDF: against WeasyPrint setting the PDF from that same HTML."""

from children import example
from ratio import Figure, alternated, milliseconds, tell, timed, versions
from weasyprint import CSS, HTML

from rootwise.profile import profile_of
from rootwise.report import html_of, pdf_of, report_of

ROUNDS = 7
# The paper, margins and size of letters of our own PDF; the page itself is made for screens.
_PAPER = "@page { size: A4; margin: 24mm 26mm } html { font-size: 14px }"


def main() -> None:
    read = example()
    profile = profile_of(read)
    html = html_of(report_of(profile, read.case, site=None))

    def ours() -> None:
        report = report_of(profile, read.case, site=None)
        html_of(report)
        pdf_of(report)

    def theirs() -> None:
        HTML(string=html).write_pdf(stylesheets=[CSS(string=_PAPER)])

    pairs = alternated(timed(ours), timed(theirs), rounds=ROUNDS, warm_up=2)
    pages = len(HTML(string=html).render(stylesheets=[CSS(string=_PAPER)]).pages)
    tell(
        [
            Figure(
                "Report of one case, HTML and PDF, warm",
                f"WeasyPrint, the PDF alone, from our HTML ({pages} pages, {milliseconds(pairs.theirs)})",
                "<= 1/8, so >= 8x faster",
                f"{pairs.faster} faster, {milliseconds(pairs.ours)}",
                pairs.faster.middle >= 8,
            )
        ],
        of=versions("typst", "jinja2", "weasyprint"),
    )


if __name__ == "__main__":
    main()
