"""Everything that a person's front page shows."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.desk.queries import alike
from alongside.desk.queries.person import day, languages, stands
from alongside.desk.queries.tasks import Todo, open_tasks
from alongside.desk.queries.team import Place, team
from alongside.intake.models import Referral
from alongside.people.models import ContactRules, Episode, OutsideProvider, Supporter
from alongside.people.rules import Category, age_on
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.rules.needs import Need

Fact = tuple[str, str]
MOST_TASKS = 20


@dataclass(frozen=True)
class Front:
    """A person's front page, as far as the reader may read it."""

    about: list[Fact]
    stay: list[Fact]
    contact: ContactRules | None
    dial: str
    team: list[Place]
    tasks: list[Todo]
    supporters: list[Supporter] | None
    providers: list[OutsideProvider] | None
    likes: list[alike.Like]
    may: dict[str, bool]


def front(access: EpisodeAccess) -> Front:
    """Return the front page; what the reader may not read is None, not an empty list."""
    reads_others = access.may_read(Category.OTHER_PEOPLE)
    contact = access.all(ContactRules).first()
    return Front(
        about=_about(access),
        stay=_stay(access),
        contact=contact,
        dial="".join(c for c in contact.phone if c.isdigit() or c == "+") if contact else "",
        team=team(access),
        tasks=open_tasks(access, MOST_TASKS),
        supporters=list(access.all(Supporter).order_by("name")) if reads_others else None,
        providers=list(access.all(OutsideProvider).select_related("organization").order_by("name"))
        if reads_others
        else None,
        likes=_likes(access),
        may=_may(access),
    )


def _about(access: EpisodeAccess) -> list[Fact]:
    patient = access.patient
    facts = [
        (_("Legal name"), patient.legal_name),
        (_("Pronouns"), patient.pronouns),
        (_("Birth date"), _born(patient.born_on, day_of(access.at))),
        (_("Languages"), ", ".join(languages(patient))),
    ]
    return [(name, value) for name, value in facts if value]


def _born(born_on: date | None, today: date) -> str:
    if born_on is None:
        return ""
    told = {"day": day(born_on), "age": age_on(born_on, today)}
    return _("%(day)s, age %(age)d") % told


def _stay(access: EpisodeAccess) -> list[Fact]:
    stay = access.episode
    referral = access.all(Referral).first()
    in_program = stay.status == Episode.Status.ADMITTED
    reads_notes = access.may_read(Category.PROGRESS_NOTES)
    has_ended = stay.status in (Episode.Status.DISCHARGED, Episode.Status.NOT_ADMITTED)
    facts = [
        (_("How it ended"), capfirst(stands(stay, access.at)) if has_ended else ""),
        (_("Track"), stay.track.name if stay.track else ""),
        (_("Phase"), str(stay.phase) if in_program else ""),
        (_("Level of care"), _("ASAM %(level)s") % {"level": stay.level_of_care}),
        (_("Referred"), day(stay.referred_at)),
        (_("Sent by"), _sent_by(referral)),
        # What they said they come for reads like a note, whoever wrote it down.
        (_("Came for"), referral.note if referral and reads_notes else ""),
        (_("In the program since"), day(stay.admitted_at) if stay.admitted_at else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _sent_by(referral: Referral | None) -> str:
    if referral is None:
        return ""
    kind = str(Referral.Source(referral.source).label)
    return f"{kind}: {referral.referred_by}" if referral.referred_by else kind


def _likes(access: EpisodeAccess) -> list[alike.Like]:
    """Return whom a new person must be compared with, for those whose work that is."""
    is_new = access.episode.status == Episode.Status.REFERRED
    if not (is_new and alike.sees_everybody(access) and access.may(Need.REFER_AGAIN)):
        return []
    patient = access.patient
    names = [patient.chosen_name, patient.legal_name]
    return alike.people_like(access, names, patient.born_on, but=patient.pk)


def _may(access: EpisodeAccess) -> dict[str, bool]:
    """Return which deeds the page offers: what the reader may do and what fits the stay."""
    status, is_ = access.episode.status, Episode.Status
    fits: dict[str, tuple[Need, bool]] = {
        "edit": (Need.EDIT_PERSON, True),
        "edit_others": (Need.EDIT_OTHER_PEOPLE, True),
        "manage_team": (Need.MANAGE_TEAM, True),
        "give_code": (Need.GIVE_CODE, True),
        "read_access_log": (Need.READ_ACCESS_LOG, True),
        "admit": (Need.ADMIT, status == is_.REFERRED),
        "work_referral": (Need.WORK_REFERRAL, status == is_.REFERRED),
        "close_referral": (Need.CLOSE_REFERRAL, status == is_.REFERRED),
        "discharge": (Need.ADMIT, status == is_.ADMITTED),
        "refer_again": (Need.REFER_AGAIN, status in (is_.DISCHARGED, is_.NOT_ADMITTED)),
    }
    return {name: fitting and access.may(need) for name, (need, fitting) in fits.items()}
