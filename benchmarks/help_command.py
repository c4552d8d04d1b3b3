"""`rootwise --help`, the whole process: against a Python that does nothing."""

from process import ROOTWISE, python, runs
from ratio import Figure, alternated, milliseconds, tell, versions

ROUNDS = 21


def main() -> None:
    pairs = alternated(runs(ROOTWISE, "--help"), python("pass"), rounds=ROUNDS)
    tell(
        [
            Figure(
                "`rootwise --help`, whole process",
                f"`python -c pass` ({milliseconds(pairs.theirs)})",
                "<= 6x",
                f"{pairs.slower}, {milliseconds(pairs.ours)}",
                pairs.slower.middle <= 6,
            )
        ],
        of=versions("click"),
    )


if __name__ == "__main__":
    main()
