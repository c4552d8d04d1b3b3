"""What each command does. Results go to standard output, problems to standard error, nothing else is said in a pipe."""

import json
import os
from pathlib import Path

import click

from rootwise.case import read_case
from rootwise.case.blank import blank_case
from rootwise.case.schema import case_schema
from rootwise.cli.output import print_document, promise
from rootwise.document.kinds import Language
from rootwise.errors import CannotWrite, ExitStatus, InvalidFile
from rootwise.instrument import (
    Instrument,
    LoadedInstrument,
    NameTaken,
    NoWords,
    changed_releases,
    known_instruments,
    load_instrument,
    questions_for,
    read_instrument,
    words_of,
)
from rootwise.profile import Profile, profile_json, profile_of
from rootwise.profile.words import age
from rootwise.training.vignette import vignettes


def new(place: str, *, instruments: tuple[str, ...]) -> ExitStatus:
    own = own_instruments(instruments)
    chosen = own[0] if own else load_instrument(known_instruments()[-1])
    text = blank_case(chosen.instrument)
    if place == "-":
        print_document(text)
        return ExitStatus.DONE
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # never over a file that is there
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise CannotWrite(place, error.strerror or "it cannot be written to", do="Name another file") from None
    click.echo(f"{place}: fill in what stands in capitals, then `rootwise check {place}`")
    return ExitStatus.DONE


def check(cases: tuple[str, ...], *, schema: bool, instruments: tuple[str, ...]) -> ExitStatus:
    own = own_instruments(instruments)
    if schema:
        chosen = own[0] if own else load_instrument(known_instruments()[-1])
        _print_json(case_schema(chosen.instrument))
        return ExitStatus.DONE
    told: list[tuple[str, bool]] = []
    for place in cases:
        try:
            read = read_case(place, own_instruments=own)
        except InvalidFile as found:
            told.append((str(found), True))
        else:
            stopped = "" if profile_of(read).gate.is_open else "; planning is stopped by the safety gate"
            told.append((f"{place}: no problems{stopped}", False))
    status = promise(ExitStatus.WRONG_INPUT if any(is_wrong for _, is_wrong in told) else ExitStatus.DONE)
    for text, is_wrong in told:
        click.echo(text, err=is_wrong)
    return status


def profile(place: str, *, as_json: bool, instruments: tuple[str, ...]) -> ExitStatus:
    read = read_case(place, own_instruments=own_instruments(instruments))
    result = profile_of(read)
    status = promise(status_of(result))
    if as_json:
        print_document(profile_json(result))
    else:
        from rootwise.cli.terminal import show_profile  # JSON needs no terminal, which takes long to import

        show_profile(result, read.case)
    return status


def instrument_list() -> ExitStatus:
    for name in known_instruments():
        one = load_instrument(name)
        reviewer = one.instrument.clinical_reviewer or "nobody yet"
        click.echo(f"{name}  {one.instrument.title}, {len(one.instrument.functions)} functions")
        click.echo(
            f"    {one.instrument.licence}; clinical review: {reviewer}; review due {one.instrument.review_due}; sha256 {one.sha256}"
        )
    return ExitStatus.DONE


def instrument_show(name: str, *, function: str | None, json_schema: bool, instruments: tuple[str, ...]) -> ExitStatus:
    if json_schema:
        _print_json(Instrument.model_json_schema(mode="validation"))
        return ExitStatus.DONE
    shown = _chosen(name, instruments).instrument
    if function is not None and function not in {one.id for one in shown.functions}:
        raise click.UsageError(f"There is no function of this name. Here are: {', '.join(one.id for one in shown.functions)}.")
    if function is None:
        _show_head(shown)
    for one in shown.functions:
        if function in (None, one.id):
            _show_function(shown, one.id)
    return ExitStatus.DONE


def _show_head(shown: Instrument) -> None:
    click.echo(f"{shown.name}: {shown.title}\n{shown.text}\n")
    health = shown.history.relational_health_levels
    for title, items in (
        (
            "Red flags (yes, no, not_asked)",
            [(f"{one.id} ({one.severity})", f"{one.question} {one.action}") for one in shown.safety.red_flags],
        ),
        ("Periods", [(one.id, one.name) for one in shown.history.periods]),
        ("Adversity", [(str(one.level), one.text) for one in shown.history.adversity_levels]),
        ("Relational health", [(str(one.level), one.text) for one in health]),
        ("Events", [(one.id, one.text) for one in shown.history.event_types]),
        *((f"Relation {item.id}: {item.text}", [(str(one.level), one.text) for one in item.levels]) for item in shown.relations.items),
        ("Confidence", [(one.id, one.text) for one in shown.confidences]),
        ("Bands", [(one.id, f"under {one.below:g} %. {one.text}" if one.below else one.text) for one in shown.bands]),
    ):
        click.echo(title)
        for key, text in items:
            click.echo(f"  {key}: {text}")
        click.echo("")


def _show_function(shown: Instrument, function_id: str) -> None:
    one = shown.function(function_id)
    click.echo(f"{one.id}: {one.name} ({shown.region(one.region).name}, {shown.domain(one.domain).name})")
    click.echo(f"  {one.definition}")
    click.echo(f"  ICF: {', '.join(f'{icf.code} {icf.label}' for icf in one.icf)}")
    for anchor in one.anchors:
        click.echo(f"  {anchor.rating:>3}  {anchor.text}")
        click.echo(f"       typical at {age(anchor.age_months)} ({', '.join(anchor.source)})")
    click.echo("")


def instrument_check(files: tuple[str, ...]) -> ExitStatus:
    status = ExitStatus.DONE
    for place in files:
        try:
            read = read_instrument(Path(place))
        except InvalidFile as found:
            click.echo(str(found), err=True)
            status = ExitStatus.WRONG_INPUT
        else:
            click.echo(f"{place}: {read.instrument.name}, no problems; sha256 {read.sha256}")
    if files:
        return status
    for name in known_instruments():
        own = load_instrument(name).instrument
        for language in Language:
            questions_for(own, language)
            if words_of(own, language).is_original:
                raise NoWords(name, language)
        click.echo(f"{name}: no problems")
    for language in Language:
        vignettes(language)
    changed = changed_releases()
    for problem in changed:
        click.echo(str(problem), err=True)
    return ExitStatus.WRONG_INPUT if changed else ExitStatus.DONE


def instrument_typical(name: str, *, age_months: float, as_json: bool, instruments: tuple[str, ...]) -> ExitStatus:
    import numpy as np

    from rootwise.profile.kernel import typical_ratings
    from rootwise.profile.scoring import scoring_of

    chosen = _chosen(name, instruments)
    ratings = typical_ratings(scoring_of(chosen.instrument), np.array([age_months]))[0].tolist()
    ids = [one.id for one in chosen.instrument.functions]
    if as_json:
        head = {"id": chosen.instrument.id, "version": chosen.instrument.version, "sha256": chosen.sha256}
        _print_json({"rootwise": 1, "instrument": head, "age_months": age_months, "typical": dict(zip(ids, ratings, strict=True))})
    else:
        for one, rating in zip(ids, ratings, strict=True):
            click.echo(f"{one:<22}{rating:5.1f}")
    return ExitStatus.DONE


def own_instruments(instruments: tuple[str, ...]) -> tuple[LoadedInstrument, ...]:
    own: dict[str, LoadedInstrument] = {}
    for one in (read_instrument(Path(place)) for place in instruments):
        name = one.instrument.name
        others = [load_instrument(name)] if name in known_instruments() else [own[name]] if name in own else []
        if any(one.sha256 != other.sha256 for other in others):
            raise NameTaken(name)
        own[name] = one
    return tuple(own.values())


def _chosen(name: str, instruments: tuple[str, ...]) -> LoadedInstrument:
    own = {one.instrument.name: one for one in own_instruments(instruments)}
    return own[name] if name in own else load_instrument(name)


def status_of(result: Profile) -> ExitStatus:
    return ExitStatus.DONE if result.gate.is_open else ExitStatus.STOPPED_BY_SAFETY


def _print_json(document: object) -> None:
    print_document(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
