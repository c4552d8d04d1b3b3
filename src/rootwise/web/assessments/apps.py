from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "rootwise.web.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rootwise.web.assessments.models import Assessment, Flag, Rater, RatingLink, StoredProfile
        from rootwise.web.assessments.parts import ANSWERS
        from rootwise.web.children.belongings import MOVES

        MOVES.extend([Assessment, Rater, *ANSWERS, Flag, RatingLink, StoredProfile])
