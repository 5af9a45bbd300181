"""What stands in an invented record: diagnoses, medications, tests, life, and the days told of."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from numpy.random import Generator

from alongside.intake.models import Condition, LifeEvent, Referral
from alongside.intake.rules import category_of, strand_of_icd10
from alongside.medications.models import DrugTest, Medication
from alongside.synthetic.actions.stays import ORIGIN, Stay
from alongside.synthetic.rules.course import Course
from alongside.synthetic.rules.person import ICD10

ICD10_SYSTEM = "http://hl7.org/fhir/sid/icd-10-cm"
SOURCES = {
    Referral.Source.SELF: 0.3,
    Referral.Source.PROVIDER: 0.25,
    Referral.Source.HIGHER_CARE: 0.2,
    Referral.Source.FAMILY: 0.12,
    Referral.Source.COURT: 0.13,
}
TESTED = ["alcohol", "opioids", "methamphetamine", "cocaine", "cannabis", "sedatives"]


@dataclass
class Records:
    """Rows of records, before they are written."""

    referrals: list[Referral] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    events: list[LifeEvent] = field(default_factory=list)
    medications: list[Medication] = field(default_factory=list)
    tests: list[DrugTest] = field(default_factory=list)

    def add(self, rng: Generator, stay: Stay, course: Course | None, at: datetime) -> None:
        """Add what one stay holds; somebody who waits has a referral and diagnoses only."""
        source = str(rng.choice([str(s) for s in SOURCES], p=list(SOURCES.values())))
        self.referrals.append(
            Referral(
                episode=stay.episode,
                received_at=stay.episode.referred_at,
                source=source,
                origin=ORIGIN,
            )
        )
        for word in (*stay.person.substances, *stay.person.disorders):
            code, text = ICD10[word]
            strand = strand_of_icd10(code)
            self.conditions.append(
                Condition(
                    episode=stay.episode,
                    strand=strand,
                    category=category_of(strand),
                    system=ICD10_SYSTEM,
                    code=code,
                    text=text,
                    clinical_status="active",
                    verification="confirmed",
                    onset_on=stay.person.born_on
                    + timedelta(days=int(365.25 * rng.uniform(15, 30))),
                    origin=ORIGIN,
                )
            )
        if course is not None and stay.admitted_on is not None:
            self._course(stay, course)

    def _course(self, stay: Stay, course: Course) -> None:
        first = stay.admitted_on
        assert first is not None
        for taken in stay.person.prescriptions:
            if taken.starts_after_days < stay.days:
                self.medications.append(
                    Medication(
                        episode=stay.episode,
                        name=taken.name,
                        dosage=taken.dosage,
                        for_addiction=taken.for_addiction,
                        started_on=first + timedelta(days=taken.starts_after_days),
                        origin=ORIGIN,
                    )
                )
        for day, positive in course.tests.items():
            self.tests.append(
                DrugTest(
                    episode=stay.episode,
                    collected_on=first + timedelta(days=day),
                    status=DrugTest.Status.NO_SAMPLE if positive is None else DrugTest.Status.DONE,
                    tested_for=[] if positive is None else TESTED,
                    positive_for=list(positive or ()),
                    origin=ORIGIN,
                )
            )
        for day, what in course.events:
            self.events.append(
                LifeEvent(
                    episode=stay.episode,
                    day=first + timedelta(days=day),
                    title=what,
                    origin=ORIGIN,
                )
            )
