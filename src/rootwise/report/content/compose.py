"""The report of one case: its head and its sections in their order."""

from rootwise.case import Case
from rootwise.plan import Plan
from rootwise.plan.week.model import Week
from rootwise.profile import Profile
from rootwise.profile.words import age
from rootwise.report.blocks import Report, Section
from rootwise.report.content.domains import domains
from rootwise.report.content.history import history
from rootwise.report.content.method import all_ratings, method
from rootwise.report.content.missing import missing
from rootwise.report.content.numbers import numbers
from rootwise.report.content.phases import phases
from rootwise.report.content.plan import plan_section
from rootwise.report.content.relations import relations
from rootwise.report.content.safety import notices, safety
from rootwise.report.content.start import start
from rootwise.report.content.strengths import strengths
from rootwise.report.content.subject import Subject
from rootwise.report.content.week import week_section
from rootwise.report.site import Site
from rootwise.report.words import day

FOOTER = "Made with Rootwise for professionals. Judgements of behaviour, not a diagnosis. The scale is an open design, not validated yet."


def report_of(profile: Profile, case: Case, *, site: Site | None, plan: Plan | None = None, week: Week | None = None) -> Report:
    """What the clinician's report says.

    Without a plan it says that the case does not tell who could carry one; without a week, that it does not tell the child's days. A plan
    without activities has no week.
    """
    subject = Subject(profile, case, site)
    planned = (
        plan_section(subject, plan),
        *((week_section(subject, plan, week),) if plan is not None and plan.activities else ()),
    )
    return _report(subject, planned)


def profile_report_of(profile: Profile, case: Case, *, site: Site | None) -> Report:
    """The same without a word of a plan, for where plans are made and signed elsewhere."""
    return _report(Subject(profile, case, site), ())


def profile_sections(subject: Subject) -> tuple[Section, ...]:
    """What the profile page says: the report on the child as it is now, and the numbers behind it.

    Safety comes before everything while it stops planning. A history that nobody may see here, or that has no period yet, is left out.
    """
    safe = (safety(subject),) if subject.profile.gate.because else ()
    is_open = subject.profile.gate.is_open
    return (
        *(() if is_open else safe),
        strengths(subject),
        *(safe if is_open else ()),
        relations(subject),
        start(subject),
        numbers(subject),
        domains(subject),
        *((history(subject),) if subject.profile.history else ()),
        missing(subject),
        phases(subject),
        all_ratings(subject),
        *((method(subject),) if subject.profile.case_sha256 else ()),
    )


def _report(subject: Subject, planned: tuple[Section, ...]) -> Report:
    profile, case = subject.profile, subject.case
    sections = (
        strengths(subject),
        safety(subject),
        relations(subject),
        start(subject),
        domains(subject),
        history(subject),
        missing(subject),
        phases(subject),
        *planned,
        all_ratings(subject),
        method(subject),
    )
    return Report(
        child=subject.child if subject.child == case.child.id else f"{subject.child} ({case.child.id})",
        title=subject.child,
        subtitle="How things are now, and where to start",
        facts=_facts(subject),
        notices=notices(subject),
        sections=sections,
        assessed_on=profile.assessed_on,
        footer=FOOTER,
    )


def _facts(subject: Subject) -> tuple[tuple[str, str], ...]:
    profile, case = subject.profile, subject.case
    old = age(profile.chronological_age_months)
    if profile.age_range_months is not None:
        old = f"about {old}"
    if profile.corrected:
        old = f"{old}; {age(profile.age_months)} counted from the due date"
    fictional = (("Note", "A child who does not exist: an example."),) if case.fictional else ()
    return (
        *fictional,
        ("Age", old),
        ("Assessed", day(profile.assessed_on)),
        ("Seen by", subject.raters()),
    )
