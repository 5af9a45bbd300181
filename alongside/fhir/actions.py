"""Take somebody in who was referred by a FHIR file, with everything that came with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction

from alongside.core.days import start_of
from alongside.fhir import queries
from alongside.fhir.queries import ORIGIN, Match
from alongside.fhir.rules.conditions import CameCondition
from alongside.fhir.rules.dates import When
from alongside.fhir.rules.delivery import Delivery
from alongside.fhir.rules.drugs import CameMedication
from alongside.fhir.rules.person import Person
from alongside.fhir.rules.report import totals
from alongside.fhir.rules.scores import Sheet
from alongside.intake import actions as intake
from alongside.intake.models import Condition, PriorTreatment, ReceivedPlan, Referral
from alongside.intake.rules import category_of
from alongside.measures.actions.receiving import Received, record_received
from alongside.medications import actions as medications
from alongside.medications.models import Medication
from alongside.people import actions as people
from alongside.people.models import Episode, Patient
from alongside.people.rules import CLINICAL, Category, Discipline, Urgency
from alongside.privacy import gate
from alongside.privacy.gate import Access, EpisodeAccess

T = TypeVar("T", date, datetime)
# Answers of the last two weeks are about now: that is the time most instruments ask about.
RECENT = timedelta(days=14)


class NobodyToTakeIn(Exception):
    """The delivery tells of nobody who can be taken in; its lines say why."""


@dataclass(frozen=True)
class TakenIn:
    """Somebody who was taken in, and who may be the same person."""

    episode: Episode
    matches: tuple[Match, ...]


@transaction.atomic
def take_in(job: Access, delivery: Delivery, *, at: datetime) -> TakenIn:
    """Register the person with a referral, and write down what came with them: all, or nothing.

    Whoever may be the same person is left alone, and somebody is asked to compare.

    Args:
        job: the access of the import; it opens the new stay, and that is in the log.
        delivery: what was read.
        at: now.

    Raises:
        NobodyToTakeIn: if the delivery tells of nobody.
        AlreadyTaken: if the same content was taken before.
    """
    person = delivery.person
    if person is None:
        raise NobodyToTakeIn
    if queries.was_taken(delivery.digest):
        raise intake.AlreadyTaken
    alike = tuple(queries.matches(person))
    patient = _register(person, alike, at=at)
    episode = people.refer(patient, at=at)
    access = job.on(episode)
    intake.take_referral(
        access,
        source=Referral.Source.PROVIDER,
        referred_by=delivery.sender[:160],
        origin=ORIGIN,
        digest=delivery.digest,
        at=at,
    )
    intake.record_what_came(
        access,
        conditions=[_condition(access, came) for came in delivery.conditions],
        treatments=_treatments(access, delivery),
        plans=_plans(access, delivery),
    )
    medications.record(
        access, medications=[_medication(access, came) for came in delivery.medications]
    )
    record_received(access, [_received(sheet) for sheet in delivery.sheets])
    _helpers(episode, delivery)
    _ask(access, delivery, at=at)
    return TakenIn(episode, alike)


@transaction.atomic
def take_in_by_staff(access: Access, delivery: Delivery, *, at: datetime) -> TakenIn:
    """Take in whom a file tells of, in the name of the member of staff who has it.

    If clinical, they have the first place on the team: without it only the front desk and the
    director could open the stay.

    Raises:
        NobodyToTakeIn: if the delivery tells of nobody.
        AlreadyTaken: if the same content was taken before.
    """
    job = gate.job_access("import fhir", at=at, reader=access.reader)
    taken = take_in(job, delivery, at=at)
    if Discipline(access.staff.discipline) in CLINICAL:
        people.join_team(taken.episode, access.staff, at=at, reason="Took the referral")
    return taken


def _register(person: Person, alike: Iterable[Match], *, at: datetime) -> Patient:
    number = queries.number_of(person)
    # Two people stand under one number until somebody has compared them; the key is the first's.
    is_known = any(match.how == queries.SAME_NUMBER for match in alike)
    return people.register(
        at=at,
        contact={"phone": person.phone, "email": person.email},
        chosen_name=person.chosen_name,
        legal_name=person.legal_name,
        pronouns=person.pronouns,
        born_on=person.born.on if person.born else None,
        sex_for_scoring=person.sex_for_scoring,
        languages=list(person.languages),
        origin=ORIGIN,
        origin_key="" if is_known else number,
    )


def _condition(access: EpisodeAccess, came: CameCondition) -> Condition:
    return Condition(
        episode=access.episode,
        strand=came.strand,
        category=category_of(came.strand),
        system=came.system,
        code=came.code,
        text=came.text,
        said=came.said if came.said != came.text else "",
        clinical_status=came.status[:20],
        verification=came.verification[:20],
        onset_on=_day(came.onset),
        abated_on=_day(came.abated),
        spells=[[w.brief if w else "" for w in (s.onset, s.abated)] for s in came.spells],
        origin=ORIGIN,
        origin_key=came.key,
    )


def _treatments(access: EpisodeAccess, delivery: Delivery) -> list[PriorTreatment]:
    return [
        PriorTreatment(
            episode=access.episode,
            kind=visit.kind,
            setting=visit.setting,
            status=visit.status,
            reason=visit.reason,
            place=visit.place,
            started_at=_moment(visit.started),
            ended_at=_not_before(_moment(visit.started), _moment(visit.ended)),
            origin=ORIGIN,
            origin_key=visit.key,
        )
        for visit in delivery.visits
    ]


def _plans(access: EpisodeAccess, delivery: Delivery) -> list[ReceivedPlan]:
    return [
        ReceivedPlan(
            episode=access.episode,
            title=plan.title,
            status=plan.status,
            started_on=_day(plan.started),
            ended_on=_day(plan.ended),
            activities=[{"text": a.text, "status": a.status} for a in plan.activities],
            goals=list(plan.goals),
            origin=ORIGIN,
            origin_key=plan.key,
        )
        for plan in delivery.plans
    ]


def _medication(access: EpisodeAccess, came: CameMedication) -> Medication:
    return Medication(
        episode=access.episode,
        name=came.name,
        rxnorm=came.rxnorm,
        dosage=came.dosage,
        prescriber=came.prescriber,
        for_addiction=came.for_addiction,
        status=came.status,
        started_on=_day(came.started),
        ended_on=_not_before(_day(came.started), _day(came.ended)),
        origin=ORIGIN,
        origin_key=came.key,
    )


def _received(sheet: Sheet) -> Received:
    on = sheet.when.on
    assert on is not None, "a score without its day is left out when it is read"
    return Received(
        instrument=sheet.instrument.id,
        # Of a day without a time, noon: on the same day wherever the program is.
        taken_at=sheet.when.at or start_of(on) + timedelta(hours=12),
        answers=sheet.answers,
        total=sheet.total,
        total_is_possible=sheet.total_is_possible,
    )


def _helpers(episode: Episode, delivery: Delivery) -> None:
    for helper in delivery.helpers:
        people.add_outside_provider(
            episode,
            name=helper.name,
            role=helper.role,
            organization=helper.organization,
            phone=helper.phone,
            since_on=_day(helper.since),
            until_on=_day(helper.until),
            origin=ORIGIN,
        )


def _ask(access: EpisodeAccess, delivery: Delivery, *, at: datetime) -> None:
    """Raise the tasks that come with somebody who came by file."""
    people.ask_to_compare(
        access.episode,
        source="fhir:compare",
        source_id=access.episode.pk,
        at=at,
        how_they_came="They came by a file from another system.",
    )
    allergies = sum(totals(delivery.lines).get("AllergyIntolerance", {}).values())
    if allergies:
        people.raise_task(
            access.episode,
            title="Ask about allergies",
            detail=f"The sender lists {allergies}; they were not imported.",
            urgency=Urgency.NEXT_CONTACT,
            category=Category.ALLERGIES,
            source="fhir:allergies",
            source_id=access.episode.pk,
            at=at,
        )
    for sheet in delivery.sheets:
        if sheet.result is not None and _received(sheet).taken_at >= at - RECENT:
            for rule in sheet.result.criticals:
                people.raise_task(
                    access.episode,
                    title=f"{sheet.instrument.id.upper()} sent with the referral: answer it"[:160],
                    detail=rule.action,
                    urgency=Urgency(rule.level),
                    category=Category.SCORES,
                    source=f"fhir:{sheet.instrument.id}:{rule.id}"[:80],
                    source_id=access.episode.pk,
                    at=at,
                )


def _day(when: When | None) -> date | None:
    """Return the day by the sender's own calendar; nothing of what was told less exactly."""
    return when.on if when else None


def _moment(when: When | None) -> datetime | None:
    if when is None or when.on is None:
        return None
    return when.at or start_of(when.on)


def _not_before(start: T | None, end: T | None) -> T | None:
    """Return an end; across time zones the day it was told for may lie before its start's."""
    return None if start and end and end < start else end
