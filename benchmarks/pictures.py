"""The four pictures of a report as SVG: against four charts of the same numbers by Altair and vl-convert."""

from collections.abc import Callable
from io import StringIO
from itertools import pairwise
from typing import Any

import altair as alt
from children import example
from ratio import Figure, alternated, milliseconds, tell, timed, versions

from rootwise.case import Case
from rootwise.picture import disagreements, domains_picture, history_picture, map_picture, raters_picture
from rootwise.profile import Profile, profile_of

ROUNDS = 7
_COLOURS = alt.Scale(domain=[0, 1, 2], range=["#b4532e", "#c9952b", "#4d8f83"])


def main() -> None:
    read = example()
    profile, case = profile_of(read), read.case
    names = {one.id: one.name or one.id for one in case.raters}

    def ours() -> None:
        map_picture(profile), domains_picture(profile), history_picture(profile)
        assert raters_picture(profile, names) is not None

    charts: tuple[Callable[[], Any], ...] = (
        lambda: map_chart(profile),
        lambda: domains_chart(profile),
        lambda: history_chart(profile),
        lambda: raters_chart(profile, case),
    )

    def theirs() -> None:
        for chart in charts:
            assert svg(chart()).startswith("<svg")

    pairs = alternated(timed(ours), timed(theirs), rounds=ROUNDS, warm_up=3)
    tell(
        [
            Figure(
                "Pictures of a report, four SVG, warm",
                f"the same four charts by Altair and vl-convert ({milliseconds(pairs.theirs)})",
                "<= 1/100, so >= 100x faster",
                f"{pairs.faster} faster, {milliseconds(pairs.ours)}",
                pairs.faster.middle >= 100,
            )
        ],
        of=versions("jinja2", "altair", "vl-convert-python"),
    )


def svg(chart: Any) -> str:
    """The way to save a chart that Altair documents; it hands it to vl-convert."""
    written = StringIO()
    chart.save(written, format="svg")
    return written.getvalue()


def map_chart(profile: Profile) -> Any:
    """One box a function, in rows by region, with name, rating, how sure, and what is typical."""
    rows: list[dict[str, Any]] = []
    y = 0
    for region in reversed(profile.regions):
        inside = [one for one in profile.functions if one.region == region.id]
        for first in range(0, len(inside), 7):
            chunk = inside[first : first + 7]
            for place, one in enumerate(chunk):
                rating, sd = one.rating or 0.0, one.sd or 0.0
                left = (7 - len(chunk)) / 2 + place
                rows.append(
                    {
                        "x": left,
                        "x2": left + 0.95,
                        "y": y,
                        "y2": y + 0.9,
                        "name": profile.instrument.function(one.id).name,
                        "rating": rating,
                        "from": left + 0.9 * max(rating - sd, 0) / 12,
                        "to": left + 0.9 * min(rating + sd, 12) / 12,
                        "typical": left + 0.9 * one.typical / 12,
                        "filled": left + 0.9 * rating / 12,
                        "bar": y + 0.75,
                        "band": _band(profile, 100 * rating / one.typical),
                    }
                )
            y += 1
    base = alt.Chart({"values": rows})
    down = alt.Scale(reverse=True)
    x, y_of_box = alt.X("x:Q", axis=None), alt.Y("y:Q", axis=None, scale=down)
    y_of_bar = alt.Y("bar:Q", axis=None, scale=down)
    colour = alt.Color("band:N", scale=_COLOURS)
    return alt.layer(
        base.mark_rect(opacity=0.2, cornerRadius=5).encode(x=x, x2="x2:Q", y=y_of_box, y2="y2:Q", color=colour),
        base.mark_text(align="left", baseline="top", dx=4, dy=6).encode(x=x, y=y_of_box, text="name:N"),
        base.mark_text(align="left", dx=4, fontSize=16).encode(x=x, y=y_of_bar, text="rating:Q"),
        base.mark_rule(size=6).encode(x=x, x2="filled:Q", y=y_of_bar, color=colour),
        base.mark_rule().encode(x=alt.X("from:Q", axis=None), x2="to:Q", y=y_of_bar),
        base.mark_point(shape="triangle-down", filled=True).encode(x=alt.X("typical:Q", axis=None), y=y_of_bar),
    ).properties(width=960, height=560, title="Functional map")


def domains_chart(profile: Profile) -> Any:
    """Percent of typical with its interval, on the grounds of the bands."""
    rows = [
        {"name": profile.instrument.domain(one.id).name, "percent": one.percent, "low": one.interval[0], "high": one.interval[1]}
        for one in profile.domains
        if one.percent is not None and one.interval is not None
    ]
    edges = [0.0, *(one.below for one in profile.instrument.bands if one.below is not None), 130.0]
    grounds = [{"from": low, "to": high, "band": place} for place, (low, high) in enumerate(pairwise(edges))]
    base = alt.Chart({"values": rows}).encode(y=alt.Y("name:N", title=None))
    colour = alt.Color("band:N", scale=_COLOURS)
    return alt.layer(
        alt.Chart({"values": grounds}).mark_rect(opacity=0.25).encode(x="from:Q", x2="to:Q", color=colour),
        base.mark_rule(size=2).encode(x=alt.X("low:Q", title="percent of typical"), x2="high:Q"),
        base.mark_circle(size=160).encode(x="percent:Q"),
        base.mark_text(dx=40, fontSize=15).encode(x="high:Q", text=alt.Text("percent:Q", format=".0f")),
    ).properties(width=720, height=220, title="Domains")


def history_chart(profile: Profile) -> Any:
    """Who was there above the line, how hard it was below it."""
    names = [profile.instrument.period(one.period).name for one in profile.history]
    rows = [
        {"period": name, "kind": kind, "level": level, "events": ", ".join(event.type for event in one.events)}
        for name, one in zip(names, profile.history, strict=True)
        for kind, level in (("who was there", one.relational_health), ("how hard it was", -(one.adversity or 0)))
    ]
    base = alt.Chart({"values": rows}).encode(x=alt.X("period:N", sort=names, title=None))
    return alt.layer(
        base.mark_bar().encode(y=alt.Y("level:Q", scale=alt.Scale(domain=[-4, 4])), color="kind:N"),
        base.mark_text(dy=-8).encode(y="level:Q", text="level:Q"),
        base.mark_text(dy=120, limit=110).encode(text="events:N"),
    ).properties(width=720, height=240, title="History by period")


def raters_chart(profile: Profile, case: Case) -> Any:
    """One row a function that people rated differently."""
    names = {one.id: one.name or one.id for one in case.raters}
    differing = disagreements(profile)[:12]
    marks = [
        {"function": profile.instrument.function(one.id).name, "rating": given.rating, "by": names[given.by], "typical": one.typical}
        for one in differing
        for given in one.ratings
    ]
    base = alt.Chart({"values": marks}).encode(y=alt.Y("function:N", title=None))
    return alt.layer(
        base.mark_rule().encode(x=alt.X("min(rating):Q", scale=alt.Scale(domain=[1, 12])), x2="max(rating):Q"),
        base.mark_point(shape="triangle-down", filled=True, color="black").encode(x="typical:Q"),
        base.mark_point(filled=True, size=200).encode(x="rating:Q", shape="by:N", color="by:N"),
        base.mark_text(fontSize=11).encode(x="rating:Q", text="rating:Q"),
    ).properties(width=720, height=36 * max(len(differing), 1), title="Where ratings differ")


def _band(profile: Profile, percent: float) -> int:
    return sum(one.below is not None and percent >= one.below for one in profile.instrument.bands)


if __name__ == "__main__":
    main()
