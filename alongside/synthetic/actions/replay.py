"""Lay real, de-identified people of a published data set onto stays, through the rooms' actions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from alongside.core.days import day_of, start_of
from alongside.intake import actions as intake
from alongside.intake.models import Condition, Referral, UseDay
from alongside.intake.rules import Strand, category_of
from alongside.medications import actions as medications
from alongside.medications.models import Dose, DrugTest, Medication
from alongside.people import actions as people
from alongside.people.models import Episode, Patient, Staff
from alongside.privacy.gate import Access, EpisodeAccess
from alongside.program import actions as program
from alongside.program.models import Attendance, Session
from alongside.program.rules import Presence, SessionKind
from alongside.synthetic.rules.ctn0094 import Participant
from alongside.synthetic.rules.laid_on import LaidOn, lay_on, start_for

ORIGIN = "ctn-0094"
# Trials wrote down days and no hours: everything of a day stands at noon.
NOON = timedelta(hours=12)
# How long a visit took is not known; a session needs an end, and no minutes are counted.
LENGTH = timedelta(minutes=30)
# Milder ratings are left out: they would fill the time axis with what is not an event.
WORTH_AN_EVENT = 2
_BODY = ("Brain injury", "Epilepsy")


class AlreadyReplayed(Exception):
    """This person of the data has a stay here."""


def key_of(person: Participant) -> str:
    """Return the key that a replayed person is known by here."""
    return f"{person.trial.code}-{person.who}"


@transaction.atomic
def replay(
    job: Access, person: Participant, *, ends_at: datetime, team: Sequence[Staff] = ()
) -> Episode:
    """Lay one person onto a stay whose last known day is that of `ends_at`.

    They get no name, no birth date and no story: what the data does not tell stays empty.

    Args:
        job: the access of the replay; it opens the new stay, and that is in the log.
        person: who is laid on.
        ends_at: now, or when the replay is to end.
        team: who is on the care team, the first as primary clinician.

    Raises:
        AlreadyReplayed: if they are here.
    """
    if Patient.objects.filter(origin=ORIGIN, origin_key=key_of(person)).exists():
        raise AlreadyReplayed
    course = lay_on(person, consent_on=start_for(person, last_on=day_of(ends_at)))
    begun = start_of(course.consent_on) + NOON
    patient = people.register(
        at=begun,
        chosen_name=f"Replay {person.who:04d}",
        sex_for_scoring=person.sex,
        origin=ORIGIN,
        origin_key=key_of(person),
    )
    episode = people.refer(patient, at=begun)
    people.admit(episode, at=begun)
    for place, staff in enumerate(team):
        people.join_team(episode, staff, at=begun, is_primary=place == 0, reason="Replay")
    access = job.on(episode)
    intake.take_referral(
        access,
        source=Referral.Source.OTHER,
        referred_by=f"Replay of {person.trial.code}",
        origin=ORIGIN,
        at=begun,
    )
    intake.record_what_came(access, conditions=_conditions(access, person))
    _tell_events(access, person, course)
    intake.record_use_days(
        access,
        [
            UseDay(episode=episode, day=day, substance=substance, origin=ORIGIN)
            for day, substance in course.uses
        ],
    )
    _give_medication(access, person, course)
    _hold_visits(access, course)
    return episode


def _conditions(access: EpisodeAccess, person: Participant) -> list[Condition]:
    """Return diagnoses and histories as they were asked for at the start; no code was sent."""
    rows = [(text, Strand.SUBSTANCES, "active", "confirmed") for text in person.diagnoses]
    for text in person.history:
        strand = Strand.BODY if text.startswith(_BODY) else Strand.MIND
        rows.append((text, strand, "", "unconfirmed"))
    return [
        Condition(
            episode=access.episode,
            strand=strand,
            category=category_of(strand),
            text=text,
            clinical_status=status,
            verification=verification,
            origin=ORIGIN,
            origin_key=text,
        )
        for text, strand, status, verification in rows
    ]


def _tell_events(access: EpisodeAccess, person: Participant, course: LaidOn) -> None:
    facts = "; ".join(f"{name} {fact}" for name, fact in person.facts.items())
    events = [(course.consent_on, f"Joined {person.trial.code} ({person.trial.name})", facts)]
    events += [(on, f"Assigned to {name}", "") for on, name in course.arms]
    events += [
        (rated.on, f"Withdrawal: {rated.word}", f"Rated with the {person.trial.withdrawal_scale}")
        for rated in course.withdrawal
        if rated.level >= WORTH_AN_EVENT
    ]
    for day, title, detail in events:
        intake.record_life_event(access, day=day, title=title[:80], detail=detail, origin=ORIGIN)


def _give_medication(access: EpisodeAccess, person: Participant, course: LaidOn) -> None:
    episode = access.episode
    tests = [
        DrugTest(
            episode=episode,
            collected_on=test.on,
            status=DrugTest.Status.DONE if test.has_sample else DrugTest.Status.NO_SAMPLE,
            tested_for=sorted(test.tested_for),
            positive_for=sorted(test.positive_for),
            origin=ORIGIN,
        )
        for test in course.tests
    ]
    if person.drug is None or not course.doses:
        medications.record(access, tests=tests)
        return
    medication = Medication(
        episode=episode,
        name=person.drug,
        for_addiction=True,
        status="completed" if course.medication_ended_on else "active",
        started_on=course.doses[0].on,
        ended_on=course.medication_ended_on,
        origin=ORIGIN,
        origin_key=person.drug,
    )
    doses = [
        Dose(
            episode=episode,
            medication=medication,
            given_on=dose.on,
            amount=None if dose.mg is None else Decimal(str(dose.mg)),
            unit="injection" if dose.mg is None else "mg",
        )
        for dose in course.doses
    ]
    medications.record(access, medications=[medication], doses=doses, tests=tests)


def _hold_visits(access: EpisodeAccess, course: LaidOn) -> None:
    """Write down the visits, kept and missed; how long they took is not known."""
    sessions, roster = [], []
    for visit in course.visits:
        starts_at = start_of(visit.on) + NOON
        session = Session(
            kind=SessionKind.MEDICATION,
            title="Trial visit",
            topic=visit.label,
            starts_at=starts_at,
            ends_at=starts_at + LENGTH,
            origin=ORIGIN,
        )
        reason = visit.reason or ("" if visit.came else "no reason noted")
        place = Attendance(
            session=session,
            episode=access.episode,
            starts_at=starts_at,
            presence=Presence.PRESENT if visit.came else Presence.ABSENT,
            reason=(f"{reason} (about this day)" if visit.is_estimated else reason)[:200],
        )
        sessions.append(session)
        roster.append(place)
    program.record_history(sessions, [], roster)
