"""A small program in which every form there is can be found by following links."""

from datetime import timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from alongside.core.days import day_of
from alongside.intake.actions import take_referral
from alongside.intake.models import Referral
from alongside.measures.actions import assigning, entering
from alongside.measures.actions.answering import start
from alongside.measures.models import Response
from alongside.monitoring.actions import save_check_in, share_note
from alongside.people import actions
from alongside.people.models import User
from alongside.people.rules import Category, Discipline, Urgency
from alongside.privacy import gate
from alongside.privacy.actions import emergencies
from alongside.program.actions import plan_session
from alongside.program.rules import SessionKind
from alongside.safety.actions import save_plan
from alongside.safety.rules import Contact, Content

PHQ_9 = {str(n): 1 for n in range(1, 10)}


def furnish(cast) -> list[str]:
    """Give the cast something in every room.

    Returns:
        addresses that no link leads to, but a mail or a button.
    """
    jobs = gate.job_access("furnish", at=cast.at, reader=cast.user("cara"))
    ada = jobs.on(cast.episode)
    begun = _measures(ada)
    _check_ins(ada)
    for words in ("I stop answering.", "I go quiet."):
        content = Content(signs=words, people=(Contact("Sam", "my peer", "555 0100"),))
        seen = 0 if words.startswith("I stop") else 1
        save_plan(ada, content=content, seen=seen, at=cast.at)
    plan_session(
        jobs.on_each([cast.episode, cast.bens]),
        kind=SessionKind.GROUP,
        title="Early recovery skills",
        starts_at=cast.at,
        ends_at=cast.at + timedelta(hours=1),
        leaders=[cast.staff["cara"]],
    )
    actions.add_supporter(cast.ada, name="Rosa", relation="sister")
    actions.add_outside_provider(cast.episode, organization="Mill Road Practice", name="Dr. Ng")
    _tasks(cast)
    _other_stays(cast)
    _accounts(cast)
    glass = gate.job_access("furnish", at=cast.at, reader=cast.user("otto"))
    emergencies.break_glass(glass, cast.episode, reason="Found unwell in the hall.", at=cast.at)
    _new, secret = actions.take_on(
        name="Nora New", discipline=Discipline.NURSE, email="nora@example.org", at=cast.at
    )
    answers = f"/me/measures/answers/{begun.pk}/"
    return [f"/join/{secret}/", f"{answers}q/1/", f"{answers}finish/"]


def _measures(access) -> Response:
    """Plan two instruments, enter one of them twice, and begin the other."""
    today = day_of(access.at)
    for name in ("phq-9", "gad-7"):
        planned = assigning.assign(
            access, instrument_id=name, first_due_on=today, every_days=14, at=access.at
        )
    for days in (15, 1):
        entering.enter(
            access,
            key=UUID(int=days),
            instrument_id="phq-9",
            answers=PHQ_9,
            mode="paper",
            taken_at=access.at - timedelta(days=days),
            at=access.at,
        )
    return start(access, planned, at=access.at)


def _check_ins(access) -> None:
    today = day_of(access.at)
    yesterday = today - timedelta(days=1)
    save_check_in(access, day=yesterday, answers={"craving": 4, "note": "hard"}, at=access.at)
    save_check_in(access, day=today, answers={"craving": 3, "note": "quiet"}, at=access.at)
    share_note(access, day=yesterday, at=access.at)


def _tasks(cast) -> None:
    for title in ("Call about the lab", "Ask for the letter"):
        actions.raise_task(
            cast.episode,
            title=title,
            urgency=Urgency.SAME_DAY,
            category=Category.PRESENCE,
            at=cast.at,
        )


def _other_stays(cast) -> None:
    """Somebody who waits, and somebody who has left: some forms are only theirs."""
    begun = cast.at - timedelta(days=9)
    for name in ("Rita Waits", "Dov Left"):
        patient = actions.register(at=begun, chosen_name=name, born_on=cast.ada.born_on)
        stay = actions.refer(patient, at=begun, track=cast.track)
        access = gate.job_access("furnish", at=cast.at).on(stay)
        take_referral(access, source=Referral.Source.OTHER, at=begun)
        actions.join_team(stay, cast.staff["cara"], at=begun)
        if name.startswith("Dov"):
            actions.admit(stay, at=begun)
            actions.discharge(stay, reason="completed", at=cast.at)


def _accounts(cast) -> None:
    """One that is closed, one with a second proof, one to be told, and one on two devices."""
    closed = actions.hire(
        name="Cleo Closed",
        discipline=Discipline.NURSE,
        user=User.objects.create_user("cleo@example.org", None),
    )
    actions.close_account(closed, by=cast.user("dora"), at=cast.at)
    # Told to Otto on his Today, until he has read it.
    actions.forget_second_factor(cast.staff["otto"], by=cast.user("dora"), at=cast.at)
    Authenticator.objects.create(user=cast.user("nils"), type="totp", data={"secret": ""})
    for key in ("at-the-desk", "at-home"):
        Session.objects.create(session_key=key, expire_date=cast.at + timedelta(days=1))
        UserSession.objects.create(user=cast.user("cara"), session_key=key, ip="127.0.0.1", data={})
