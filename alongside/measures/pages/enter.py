"""Enter an instrument from paper or from a talk, and correct what was entered wrongly."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.core.days import day_of, start_of
from alongside.core.models import new_key
from alongside.measures.actions import entering
from alongside.measures.catalogue import NoSuchInstrument, instrument
from alongside.measures.forms import CorrectionForm, EntryForm
from alongside.measures.models import Response
from alongside.measures.queries.results import answer_words
from alongside.measures.rules.instrument import Instrument
from alongside.privacy.gate import EpisodeAccess, episode_page
from alongside.privacy.rules.needs import Need


@episode_page("measures/enter/<slug:instrument_id>/", need=Need.ENTER_MEASURES, methods="GET POST")
def enter(request: HttpRequest, access: EpisodeAccess, instrument_id: str) -> HttpResponse:
    """Enter a whole instrument."""
    found = _offered(instrument_id)
    today = day_of(access.at)
    about_person: dict[str, Any] = {"today": today, "born_on": access.patient.born_on}
    if request.method != "POST":
        mode = Response.Mode.PAPER if found.by_phone else Response.Mode.CLINICIAN
        initial = {"key": new_key(), "taken_on": today, "mode": mode}
        return _page(request, access, EntryForm(found, initial=initial, **about_person))
    form = EntryForm(found, request.POST, **about_person)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    said = form.cleaned_data
    try:
        response = entering.enter(
            access,
            key=said["key"],
            instrument_id=instrument_id,
            answers=form.answers(said),
            mode=said["mode"],
            taken_at=_noon(said["taken_on"], access.at),
            at=access.at,
        )
    except entering.KeyTaken:
        form.add_error(None, _("This was being saved twice at once. Look whether it is there."))
        return _page(request, access, form, status=409)
    except entering.EnteredOtherwise as other:
        return _otherwise(request, access, form, other.standing)
    return _to_results(request, access, response)


@episode_page(
    "measures/entered/<uuid:response_id>/correct/", need=Need.ENTER_MEASURES, methods="GET POST"
)
def correct(request: HttpRequest, access: EpisodeAccess, response_id: UUID) -> HttpResponse:
    """Put right what was entered wrongly; both entries stay, the new one counts."""
    wrong = access.one(Response, pk=response_id)
    if wrong.mode not in Response.ENTERED:
        raise Http404
    found = instrument(wrong.instrument)
    about_person: dict[str, Any] = {
        "today": day_of(access.at),
        "born_on": access.patient.born_on,
    }
    if request.method != "POST":
        initial = {"key": new_key()} | {f"q-{k}": v for k, v in wrong.answers.items()}
        form = CorrectionForm(found, initial=initial, **about_person)
        return _page(request, access, form, wrong=wrong)
    form = CorrectionForm(found, request.POST, **about_person)
    if not form.is_valid():
        return _page(request, access, form, wrong=wrong, status=422)
    said = form.cleaned_data
    try:
        response = entering.correct(
            access,
            wrong,
            key=said["key"],
            answers=form.answers(said),
            reason=said["reason"],
            at=access.at,
        )
    except (entering.AlreadyCorrected, entering.KeyTaken):
        form.add_error(None, _("A colleague has corrected this meanwhile. Look at the new entry."))
        return _page(request, access, form, wrong=wrong, status=409)
    except entering.EnteredOtherwise as other:
        return _otherwise(request, access, form, other.standing)
    return _to_results(request, access, response)


def _otherwise(
    request: HttpRequest, access: EpisodeAccess, form: EntryForm, standing: Response
) -> HttpResponse:
    """Show what was saved before beside what was sent now, which can be saved as a correction.

    Of what was corrected since, or is another instrument's, only where it stands is shown.
    """
    found = form.instrument
    if standing.instrument != found.id or standing.corrected_at is not None:
        form.add_error(None, _("This form was saved before, with other answers. Look at them."))
        return _page(request, access, form, saved=standing, status=409)
    sent = form.answers(form.cleaned_data)
    both = [
        (question.text, answer_words(question, standing.answers), answer_words(question, sent))
        for question in found.questions
        if standing.answers.get(question.id) != sent.get(question.id)
    ]
    both += _about_both(form, standing)
    # What was sent stays in the fields; the reason is still to be given.
    data = request.POST.copy()
    data["key"] = str(new_key())
    about_person: dict[str, Any] = {"today": form.today, "born_on": form.born_on}
    correction = CorrectionForm(found, data, **about_person)
    return _page(request, access, correction, wrong=standing, saved=standing, both=both, status=409)


def _about_both(form: EntryForm, standing: Response) -> list[tuple[str, str, str]]:
    """Return how and when it was answered, where what was saved and what was sent differ."""
    said = form.cleaned_data
    rows = []
    if "mode" in said and said["mode"] != standing.mode:
        sent_as = Response.Mode(said["mode"]).label
        rows.append((_("How"), standing.get_mode_display(), str(sent_as)))
    saved_on = day_of(standing.taken_at) if standing.taken_at else None
    if "taken_on" in said and saved_on and said["taken_on"] != saved_on:
        days = date_format(saved_on, "j F Y"), date_format(said["taken_on"], "j F Y")
        rows.append((_("Answered on"), *days))
    return rows


def _offered(instrument_id: str) -> Instrument:
    try:
        found = instrument(instrument_id)
    except NoSuchInstrument:
        raise Http404 from None
    if not found.is_offered or "check_in" in found.schedule.moments:
        raise Http404
    return found


def _noon(day: date, at: datetime) -> datetime:
    """Return the moment that stands for a day on paper: its noon, or now if that is to come."""
    return min(start_of(day) + timedelta(hours=12), at)


def _to_results(request: HttpRequest, access: EpisodeAccess, response: Response) -> HttpResponse:
    messages.success(request, _("Entered and scored."))
    return redirect(
        "measures-result",
        episode_id=access.episode.pk,
        instrument_id=response.instrument,
        response_id=response.pk,
    )


def _page(
    request: HttpRequest,
    access: EpisodeAccess,
    form: EntryForm,
    *,
    wrong: Response | None = None,
    saved: Response | None = None,
    both: Sequence[tuple[str, str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "episode": access.episode,
        "patient": access.patient,
        "instrument": form.instrument,
        "form": form,
        "questions": list(zip(form.instrument.questions, form.question_fields(), strict=True)),
        "wrong": wrong,
        "saved": saved,
        "both": both,
    }
    return render(request, "measures/enter.html", context, status=status)
