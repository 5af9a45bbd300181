"""The daily check-in: one question at a time, each answer saved as it is given."""

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from alongside.core.days import day_of
from alongside.monitoring import queries
from alongside.monitoring.actions import NotInProgram, save_check_in
from alongside.monitoring.forms import AnswerForm
from alongside.monitoring.models import CheckIn
from alongside.monitoring.rules.answers import BadAnswers
from alongside.monitoring.rules.days import ONE_DAY, Standing, standing
from alongside.monitoring.rules.questions import QUESTION_OF, QUESTIONS
from alongside.monitoring.rules.saving import DayIsOver, Record, SaidOtherwise
from alongside.people.models import Episode
from alongside.portal import asking, sent
from alongside.portal.days import check_in_url, day_in, day_in_words, hour, thanks_url
from alongside.portal.sent import Sent
from alongside.portal.telling import both_said, typed_in_words
from alongside.portal.thanks import team_in_words
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need
from alongside.safety.queries import person_to_call


@portal_page("check-in/", need=Need.OWN_CHECK_IN, methods="GET POST")
def checkin(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Ask the next question of a day, or save the answer to one."""
    if access.episode.status != Episode.Status.ADMITTED:
        return render(request, "portal/not_now.html", status=409 if request.POST else 200)
    if request.method == "POST":
        return _save(request, access)
    day = day_in(request.GET.get("day", ""), access.at)
    row = queries.check_in_on(access, day)
    if standing(day, day_of(access.at)) is Standing.CLOSED:
        if row is not None:
            return redirect("portal-day", day=day.isoformat())
        return _not_that_day(request, access, day)
    record = queries.record_of(row, queries.note_on(access, day)) if row else Record()
    current = request.GET.get("ask") or asking.first_open(record)
    if current is None:
        return redirect("portal-day", day=day.isoformat())
    if current not in QUESTIONS:
        raise Http404
    if current == "uses" and not record.answers["used"]:
        return redirect(check_in_url(day, "use"))
    then = request.GET.get("then", "")
    return _page(request, access, record, current, day=day, then=then, row=row)


def _not_that_day(request: HttpRequest, access: EpisodeAccess, day: date) -> HttpResponse:
    """Say that a day on which nothing was said is over, and which days are open."""
    today = day_of(access.at)
    context = {
        "day": day_in_words(day, today),
        "yesterday_url": check_in_url(today - ONE_DAY),
    }
    return render(request, "portal/not_that_day.html", context, status=422)


def _save(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    found = sent.read(request.POST, access.at)
    if not found.questions:
        return redirect("portal-checkin")
    if not found.is_valid():
        return _again(request, access, found)
    try:
        row = save_check_in(
            access,
            day=found.day,
            answers=found.answers(),
            at=access.at,
            key=found.key,
            seen=found.seen,
            skipped=found.skipped(),
        )
    except BadAnswers as bad:
        for name, sentence in bad.sentences.items():
            found.forms[QUESTION_OF[name]].add_error(name, sentence)
        return _again(request, access, found)
    except DayIsOver as over:
        context = {
            "day": day_in_words(found.day, day_of(access.at)),
            "typed": typed_in_words(found.answers(), over.questions),
        }
        return render(request, "portal/over.html", context, status=409)
    except SaidOtherwise as other:
        return _both(request, access, found, other)
    except NotInProgram:
        return render(request, "portal/not_now.html", status=409)
    return _saved(request, found, row)


def _saved(request: HttpRequest, found: Sent, row: CheckIn) -> HttpResponse:
    """Say that it is saved: to the script in a word, to a browser by what comes next."""
    record = queries.record_of(row, None)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"saved": hour(row.changed_at), "help": asking.needs_help(record)})
    if found.then == "day":
        return redirect("portal-day", day=found.day.isoformat())
    following = asking.after(found.questions[-1], record)
    return redirect(check_in_url(found.day, following) if following else thanks_url(found.day))


def _again(request: HttpRequest, access: EpisodeAccess, found: Sent) -> HttpResponse:
    """Show the question again with what was sent, and what is wrong with it."""
    record = queries.record_on(access, found.day)
    return _page(
        request,
        access,
        record,
        found.current,
        day=found.day,
        then=found.then,
        forms=found.forms,
        status=422,
    )


def _both(
    request: HttpRequest, access: EpisodeAccess, found: Sent, other: SaidOtherwise
) -> HttpResponse:
    """Show what was said elsewhere beside what was said here; the person chooses."""
    record = queries.record_on(access, found.day)
    resend = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "seen", "_keep")
        for value in values
    ]
    resend += [("seen", record.mark(q)) for q in found.questions]
    # The draft of these words is on the device still: it goes when they are saved (core.kept).
    resend.append(("_keep", f"checkin-{found.day.isoformat()}-{found.current}"))
    context = {
        "day": day_in_words(found.day, day_of(access.at)),
        "both": both_said(other.questions, record.answers, {**record.answers, **found.answers()}),
        "resend": resend,
        "keep_url": check_in_url(found.day),
    }
    return render(request, "portal/both.html", context, status=409)


def _page(
    request: HttpRequest,
    access: EpisodeAccess,
    record: Record,
    current: str,
    *,
    day: date,
    then: str,
    row: CheckIn | None = None,
    forms: Mapping[str, AnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = day_of(access.at)
    names = [place.staff.name for place in queries.readers_of(access)]
    context = {
        "questions": asking.questions_on_page(record, current, sent=forms),
        "current": current,
        "day": day,
        "day_words": day_in_words(day, today),
        "is_yesterday": day != today,
        "then": then if then == "day" else "",
        "key": asking.new_page_key(),
        "team": team_in_words(names),
        "needs_help": asking.needs_help(record),
        "person": person_to_call(access),
        "thanks_url": thanks_url(day),
        "saved": hour(row.changed_at) if row else "",
    }
    return render(request, "portal/checkin.html", context, status=status)
