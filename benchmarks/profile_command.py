"""`rootwise profile CASE --json`, the whole process: against importing the two largest libraries it needs."""

from children import EXAMPLES
from process import ROOTWISE, python, runs
from ratio import Figure, alternated, milliseconds, tell, versions

ROUNDS = 15


def main() -> None:
    ours = runs(ROOTWISE, "profile", str(EXAMPLES / "foster-care.yaml"), "--json")
    pairs = alternated(ours, python("import numpy, pydantic"), rounds=ROUNDS)
    tell(
        [
            Figure(
                "`rootwise profile CASE --json`, whole process",
                f'`python -c "import numpy, pydantic"` ({milliseconds(pairs.theirs)})',
                "<= 3x",
                f"{pairs.slower}, {milliseconds(pairs.ours)}",
                pairs.slower.middle <= 3,
            )
        ],
        of=versions("numpy", "pydantic", "click"),
    )


if __name__ == "__main__":
    main()
