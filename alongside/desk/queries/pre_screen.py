"""The pre-screen as it stands: what is still asked, and what came of it in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.engine.scoring.scorer import Status
from alongside.intake.models import PreScreen
from alongside.intake.rules import PRE_SCREEN, SAFETY, LastUse, Said, withdrawal_urgency
from alongside.measures.catalogue import instruments
from alongside.measures.models import Response
from alongside.measures.queries.results import result_of, value_words
from alongside.measures.rules.asking import asked
from alongside.measures.rules.facts import facts_of
from alongside.measures.rules.instrument import Instrument, Question
from alongside.people.models import Episode
from alongside.people.rules import Urgency
from alongside.privacy.gate import EpisodeAccess


@dataclass(frozen=True)
class Part:
    """One instrument with the questions this person might be asked, open until it is finished."""

    instrument: Instrument
    questions: tuple[Question, ...]
    is_open: bool


@dataclass(frozen=True)
class Outcome:
    """What one instrument came to, in words; or that it was not asked."""

    short: str
    words: Sequence[str]


@dataclass(frozen=True)
class PreScreenNow:
    """The pre-screen as it stands.

    Args:
        is_open: whether the stay is still a referral.
        finished: when and by whom it was finished, in words; empty while it goes on.
        version: of what is kept; 0 if nothing is.
        parts: the instruments, in the order in which they are asked.
        kept: the answers so far, by the name of their field.
        acts: what somebody has to do, and by when, for the answers so far.
        outcomes: what came of the instruments that are finished.
        withdrawal: what was said of withdrawal, in words.
    """

    is_open: bool
    finished: str
    version: int
    parts: Sequence[Part]
    kept: Mapping[str, str]
    acts: Sequence[tuple[str, str]]
    outcomes: Sequence[Outcome]
    withdrawal: Sequence[str]


def pre_screen_now(access: EpisodeAccess) -> PreScreenNow:
    """Return the pre-screen of the stay, begun or not."""
    kept = access.all(PreScreen).select_related("finished_by__staff").first()
    offered = [found for name in PRE_SCREEN if (found := instruments()[name]).is_offered]
    rows: dict[str, Response] = {}
    if kept is not None:
        keys = [kept.key_of(found.id) for found in offered]
        rows = {row.instrument: row for row in access.all(Response).filter(pk__in=keys)}
    is_finished = kept is not None and kept.finished_at is not None
    facts = facts_of(
        sex=access.patient.sex_for_scoring, born_on=access.patient.born_on, day=day_of(access.at)
    )
    return PreScreenNow(
        is_open=access.episode.status == Episode.Status.REFERRED,
        finished=_finished(kept),
        version=kept.version if kept else 0,
        parts=[
            Part(
                instrument=found,
                questions=_at_most(found, facts),
                is_open=not is_finished and not _is_finished(rows.get(found.id)),
            )
            for found in offered
        ],
        kept=_kept(kept, rows),
        acts=[
            *(act for found in offered for act in _acts(found, rows.get(found.id))),
            *_own_acts(kept, safety_was_asked=SAFETY in rows),
        ],
        outcomes=[
            _outcome(found, rows.get(found.id))
            for found in offered
            if is_finished or _is_finished(rows.get(found.id))
        ],
        withdrawal=_withdrawal(kept),
    )


def _is_finished(row: Response | None) -> bool:
    return row is not None and row.is_finished


def _at_most(found: Instrument, facts: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return every question that this person might be asked, whatever they answer."""
    every_yes = {
        q.id: 1 for q in found.questions if q.is_choice and 1 in [c.value for c in q.choices]
    }
    return asked(found, every_yes, facts)


def _kept(kept: PreScreen | None, rows: Mapping[str, Response]) -> dict[str, str]:
    """Return the answers as the form has them: every one is a choice, named by a word."""
    said = {
        f"{name}--{question}": given if isinstance(given, str) else f"{given:g}"
        for name, row in rows.items()
        for question, given in row.answers.items()
    }
    if kept is not None:
        for field in ("last_use", "withdrawal_now", "withdrawal_before"):
            said[field] = getattr(kept, field)
    return said


def _finished(kept: PreScreen | None) -> str:
    if kept is None or kept.finished_at is None:
        return ""
    staff = getattr(kept.finished_by, "staff", None)
    told = {
        "day": date_format(localtime(kept.finished_at), "j F, G:i"),
        "who": staff.name if staff else _("the program"),
    }
    return _("Finished %(day)s, %(who)s") % told


def _acts(found: Instrument, row: Response | None) -> list[tuple[str, str]]:
    if row is None:
        return []
    return [
        (_when(Urgency(rule.level)), rule.action)
        for rule in found.form.critical_rules
        if rule.id in row.criticals
    ]


def _own_acts(kept: PreScreen | None, *, safety_was_asked: bool) -> list[tuple[str, str]]:
    """Return what somebody has to do for what no instrument asks; each has a task as well."""
    if kept is None:
        return []
    acts = []
    urgency = withdrawal_urgency(kept.last_use, kept.withdrawal_now, kept.withdrawal_before)
    if urgency is not None:
        acts.append((_when(urgency), _("Withdrawal: see whether it is safe at home.")))
    if kept.finished_at is not None and not safety_was_asked:
        acts.append((_when(Urgency.SAME_DAY), _("Safety was not asked: call again and ask.")))
    return acts


def _when(urgency: Urgency) -> str:
    """Say how soon, to somebody who has the person on the phone."""
    words = {
        Urgency.EMERGENCY: _("Now, stay on the line"),
        Urgency.URGENT: _("Before you hang up"),
        Urgency.SAME_DAY: _("Today"),
    }
    return words.get(urgency, _("At the next contact"))


def _outcome(found: Instrument, row: Response | None) -> Outcome:
    if row is None:
        return Outcome(found.short, [_("Not asked")])
    words = []
    for one in result_of(found, row).scores:
        if one.status is Status.NOT_ASKED:
            continue
        told = _("No result: not all of it was answered")
        if one.value is not None:
            told = f"{value_words(one)}. {one.band.label}" if one.band else value_words(one)
        label = found.score_labels[one.id]
        words.append(told if label in ("Total", "Result") else f"{label}: {told}")
    return Outcome(found.short, words or [_("Not asked")])


def _withdrawal(kept: PreScreen | None) -> list[str]:
    if kept is None:
        return []
    last = {
        LastUse.TODAY: _("Last drank or used today or yesterday"),
        LastUse.THREE_DAYS: _("Last drank or used two or three days ago"),
        LastUse.WEEK: _("Last drank or used in the last week"),
        LastUse.LONGER: _("Last drank or used longer ago"),
        LastUse.NEVER: _("Does not drink or use"),
    }
    said = [last[LastUse(kept.last_use)]] if kept.last_use else []
    told = {
        "withdrawal_now": {
            Said.YES: _("Signs of withdrawal now"),
            Said.NO: _("No signs of withdrawal now"),
        },
        "withdrawal_before": {
            Said.YES: _("A seizure, or saw or heard things, in an earlier withdrawal"),
            Said.NO: _("No seizure, and nothing seen or heard, in an earlier withdrawal"),
        },
    }
    said += [words[Said(v)] for field, words in told.items() if (v := getattr(kept, field))]
    return said or [_("Not asked")]
