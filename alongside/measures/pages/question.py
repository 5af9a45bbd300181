"""One question at a time; every answer is kept as it is given."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.engine.scoring.form import DECLINED
from alongside.measures.actions.answering import (
    AlreadyFinished,
    AnsweredElsewhere,
    NotAsked,
    save_answer,
)
from alongside.measures.catalogue import instrument
from alongside.measures.forms import ANSWER, AnswerForm
from alongside.measures.models import Response
from alongside.measures.pages.mine import to_next
from alongside.measures.queries import own
from alongside.measures.queries.results import answer_words
from alongside.measures.rules.asking import Place, place_of
from alongside.measures.rules.wording import lead_in
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need


@portal_page(
    "measures/answers/<uuid:response_id>/q/<slug:question_id>/",
    need=Need.OWN_MEASURES,
    methods="GET POST",
)
def question(
    request: HttpRequest, access: EpisodeAccess, response_id: UUID, question_id: str
) -> HttpResponse:
    """Ask one question, or keep its answer."""
    response = access.one(Response, pk=response_id, mode=Response.Mode.PHONE)
    found = instrument(response.instrument)
    if question_id not in found.question_by_id:
        raise Http404
    if response.is_finished:
        return redirect("measures-answers", response_id=response.pk)
    place = place_of(found, question_id, response.answers, response.facts)
    if place is None:
        return to_next(response)
    if request.method == "POST":
        return _keep(request, access, response, place)
    given = response.answers.get(question_id)
    needs_pause = place.question.needs_pause and given is None and "ready" not in request.GET
    form = AnswerForm(place.question, initial={ANSWER: given if given != DECLINED else None})
    template = "measures/pause.html" if needs_pause else "measures/question.html"
    return render(request, template, _context(response, place, form))


def _keep(
    request: HttpRequest, access: EpisodeAccess, response: Response, place: Place
) -> HttpResponse:
    form = AnswerForm(place.question, request.POST)
    given: Any = DECLINED
    if request.POST.get("do") != "decline":
        if not form.is_valid():
            context = _context(response, place, form)
            return render(request, "measures/question.html", context, status=422)
        given = form.cleaned_data[ANSWER]
    try:
        new = save_answer(
            access,
            response,
            question_id=place.question.id,
            given=given,
            seen=_seen(request, place),
            overwrite="overwrite" in request.POST,
            at=access.at,
        )
    except AlreadyFinished:
        return redirect("measures-answers", response_id=response.pk)
    except NotAsked:
        return to_next(response)
    except AnsweredElsewhere as elsewhere:
        return _both(request, response, place, current=elsewhere.current, mine=given)
    response = access.one(Response, pk=response.pk)
    if own.help_for(instrument(response.instrument), [rule.id for rule in new]):
        return redirect("measures-help", response_id=response.pk, question_id=place.question.id)
    return after(response, place.question.id)


def after(response: Response, question_id: str) -> HttpResponse:
    """Go to the question after this one, or to the end."""
    found = instrument(response.instrument)
    place = place_of(found, question_id, response.answers, response.facts)
    if place is None or place.after is None:
        return redirect("measures-finish", response_id=response.pk)
    return redirect("measures-question", response_id=response.pk, question_id=place.after)


def _seen(request: HttpRequest, place: Place) -> float | str | None:
    """Return the answer that stood there when the question was shown."""
    seen = request.POST.get("seen", "")
    if seen in ("", DECLINED):
        return seen or None
    try:
        return float(seen)
    except ValueError:
        return None


def _both(
    request: HttpRequest, response: Response, place: Place, *, current: Any, mine: Any
) -> HttpResponse:
    """Show both answers and let the person choose; nothing is lost."""
    context = {
        "response": response,
        "place": place,
        "theirs": answer_words(place.question, {place.question.id: current}),
        "mine": answer_words(place.question, {place.question.id: mine}),
        "mine_raw": mine,
        "declined": mine == DECLINED,
    }
    return render(request, "measures/both.html", context, status=409)


def _context(response: Response, place: Place, form: AnswerForm) -> dict[str, Any]:
    found = instrument(response.instrument)
    given = response.answers.get(place.question.id)
    is_scale = not place.question.is_choice and hasattr(form[ANSWER].field, "choices")
    return {
        "response": response,
        "instrument": found,
        "place": place,
        "form": form,
        "answer": form[ANSWER],
        "lead_in": lead_in(found, place.question, about=response.about),
        "seen": "" if given is None else given,
        "was_declined": given == DECLINED,
        "choices_class": "choices scale" if is_scale else "choices list",
    }
