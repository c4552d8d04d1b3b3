"""LHC-Forms, the form engine of the US National Library of Medicine, in the Chromium of this machine.

The questionnaire holds the functions of our instrument as whole numbers, and one calculated sum for each of our regions and
domains. It is fetched from the npm registry once, into the environment that runs this script, and opened from there.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from rootwise.profile.scoring import Scoring

VERSION = "40.1.3"
_SHA256 = "288cff4360e8a90a44e994a01422d2cf970170000ce915b5739ccc383097edd9"
_CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
_PAGE = """<!doctype html>
<meta charset="utf-8">
<link rel="stylesheet" href="webcomponent/styles.css">
<div id="form"></div>
<script src="webcomponent/assets/lib/zone.min.js"></script>
<script src="webcomponent/runtime.js"></script>
<script src="webcomponent/polyfills.js"></script>
<script src="webcomponent/main.js"></script>
<script src="fhir/R4/lformsFHIR.min.js"></script>
<script>
let logged = 0;  // it logs every run of its calculations
console.log = () => { logged += 1; };
const sums = form => form.itemList.filter(item => item.linkId.startsWith("sum-")).map(item => item.value);
// A parsed response, put on the page with the sums in it, as an application does.
async function shown([questionnaire, response]) {
  const started = performance.now();
  await LForms.Util.addFormToPage(questionnaire, "form", {fhirVersion: "R4", questionnaireResponse: response});
  const taken = performance.now() - started;
  // It goes on drawing and calculating after it has said that it is done: not counted, and waited for, so that it slows nobody.
  for (let runs = -1; runs !== logged; await new Promise(wake => setTimeout(wake, 150))) runs = logged;
  return [taken, sums(document.querySelector("#form wc-lhc-form").lhcFormData)];
}
// Nothing but the sums, in a form that is ready and stands on no page.
let ready = null;
async function recalculated([questionnaire, answers]) {
  if (ready === null) {
    ready = new LForms.LFormsData(LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, "R4"));
    await ready._expressionProcessor.runCalculations(false);
  }
  const started = performance.now();
  for (const item of ready.itemList) if (item.linkId in answers) item.value = answers[item.linkId];
  await ready._expressionProcessor.runCalculations(false);
  return [performance.now() - started, sums(ready)];
}
</script>
"""


class NotHere(Exception):
    """What is missing to run LHC-Forms."""


class LhcForms:
    """A page with LHC-Forms. Both ways return seconds, after making sure that the sums are right."""

    def __init__(self, page: Page, scoring: Scoring) -> None:
        self._page, self._scoring = page, scoring
        self._questionnaire = questionnaire(scoring)

    def show(self, answers: Mapping[str, int]) -> float:
        """From a parsed response to the sums on the page."""
        items = [{"linkId": one, "answer": [{"valueInteger": rating}]} for one, rating in answers.items()]
        response = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}
        return self._timed("shown", response, answers)

    def recalculate(self, answers: Mapping[str, int]) -> float:
        """Nothing but the sums, after every answer of a form that is ready has changed."""
        return self._timed("recalculated", dict(answers), answers)

    def _timed(self, function: str, argument: object, answers: Mapping[str, int]) -> float:
        milliseconds, sums = self._page.evaluate(function, [self._questionnaire, argument])
        ids = [one.id for one in self._scoring.instrument.functions]
        if sums != [sum(answers.get(ids[f], 0) for f in members) for members in self._scoring.members]:
            raise SystemExit("LHC-Forms and we do not agree on the sums: nothing is compared")
        return float(milliseconds) / 1000


def questionnaire(scoring: Scoring) -> dict[str, Any]:
    """A FHIR questionnaire with our functions, and our sets as calculated sums."""
    ids = [one.id for one in scoring.instrument.functions]
    questions = [{"linkId": one, "text": one, "type": "integer"} for one in ids]
    sums = []
    for place, members in enumerate(scoring.members):
        chosen = " or ".join(f"linkId = '{ids[f]}'" for f in members)
        expression = {"language": "text/fhirpath", "expression": f"%resource.item.where({chosen}).answer.value.sum()"}
        extension = [{"url": _CALCULATED, "valueExpression": expression}]
        sums.append({"linkId": f"sum-{place}", "text": f"Sum {place}", "type": "integer", "readOnly": True, "extension": extension})
    return {"resourceType": "Questionnaire", "status": "active", "title": scoring.instrument.title, "item": [*questions, *sums]}


@contextmanager
def lhc_forms(scoring: Scoring) -> Iterator[LhcForms]:
    """LHC-Forms, ready.

    Raises
    ------
    NotHere
        There is no Chromium, no npm, or no such package.
    """
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise NotHere("there is no Chromium here (Debian: apt-get install chromium)")
    page_file = _fetched() / "page.html"
    page_file.write_text(_PAGE, encoding="utf-8")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=_FLAGS)
        page = chromium.new_page()
        page.goto(page_file.as_uri())
        yield LhcForms(page, scoring)
        chromium.close()


def browser_version() -> str:
    """`Chromium 156.0.8078.79`."""
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        return "no Chromium"
    said = subprocess.run([browser, "--version"], capture_output=True, text=True).stdout.split()
    return " ".join(said[:2])


def _fetched() -> Path:
    """The folder with the built files of LHC-Forms."""
    folder = Path(sys.prefix) / "peers" / f"lforms-{VERSION}"
    built = folder / "package" / "dist" / "lforms"
    if built.is_dir():
        return built
    npm = shutil.which("npm")
    if npm is None:
        raise NotHere("there is no npm here to fetch LHC-Forms with (Debian: apt-get install npm)")
    folder.mkdir(parents=True, exist_ok=True)
    packed = subprocess.run([npm, "pack", "--json", f"lforms@{VERSION}"], cwd=folder, capture_output=True, text=True)
    if packed.returncode:
        raise NotHere(f"npm could not fetch lforms {VERSION}")
    archive = folder / json.loads(packed.stdout)[0]["filename"]
    if hashlib.sha256(archive.read_bytes()).hexdigest() != _SHA256:
        raise NotHere(f"what npm calls lforms {VERSION} is not the file we measured with")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    archive.unlink()
    return built
