"""Who a sheet is for."""

from enum import StrEnum

from rootwise.case.vocabulary import Role


class Reader(StrEnum):
    CAREGIVER = "caregiver"
    TEACHER = "teacher"

    @property
    def role(self) -> Role:
        return Role(self.value)
