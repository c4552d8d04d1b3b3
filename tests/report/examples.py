"""Every example with its report, made once for all tests of a worker."""

from functools import cache
from pathlib import Path

from rootwise.case import ReadCase, read_case
from rootwise.plan import is_plannable, plan_of
from rootwise.plan.catalogue import chosen_catalogue
from rootwise.profile import Profile, profile_of
from rootwise.report import html_of, pdf_of, read_site, report_of
from rootwise.report.blocks import Report

FOLDER = Path(__file__).parents[2] / "examples"
NAMES = sorted(one.stem for one in FOLDER.glob("*.yaml") if one.name != "site.yaml")


@cache
def read(name: str) -> tuple[ReadCase, Profile]:
    case = read_case(FOLDER / f"{name}.yaml")
    return case, profile_of(case)


@cache
def report(name: str) -> Report:
    case, profile = read(name)
    loaded = chosen_catalogue(None)
    plan = plan_of(profile, case.case, loaded) if is_plannable(case, loaded.catalogue) else None
    return report_of(profile, case.case, site=read_site(FOLDER / "site.yaml"), plan=plan)


@cache
def html(name: str) -> str:
    return html_of(report(name))


@cache
def pdf(name: str) -> bytes:
    return pdf_of(report(name))
