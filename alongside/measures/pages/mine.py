"""The person's own measures: what is waiting, how to begin, what was answered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.measures.actions.answering import AlreadyFinished, NotOpenYet, start
from alongside.measures.actions.settling import facts_for
from alongside.measures.catalogue import instrument
from alongside.measures.models import Assignment, Response
from alongside.measures.queries import own
from alongside.measures.queries.due import waiting
from alongside.measures.rules.asking import asked, first_open
from alongside.measures.rules.wording import introduction
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need


@portal_page("measures/", need=Need.OWN_MEASURES)
def mine(request: HttpRequest, access: EpisodeAccess) -> HttpResponse:
    """Show what is waiting and what was answered before."""
    context = {
        "waiting": waiting(access, today=day_of(access.at)),
        "answered": own.answered(access),
    }
    return render(request, "measures/mine.html", context)


@portal_page("measures/<uuid:assignment_id>/", need=Need.OWN_MEASURES, methods="GET POST")
def begin(request: HttpRequest, access: EpisodeAccess, assignment_id: UUID) -> HttpResponse:
    """Tell what is coming, and begin or go on."""
    assignment = access.one(Assignment, pk=assignment_id, answered_by="self")
    found = instrument(assignment.instrument)
    if request.method == "POST":
        try:
            response = start(access, assignment, at=access.at)
        except (AlreadyFinished, NotOpenYet):
            messages.info(request, _("There is nothing to answer here now."))
            return redirect("measures-mine")
        return to_next(response)
    begun = own.begun(access, assignment)
    context = {
        "instrument": found,
        "words": introduction(found, about=assignment.about),
        "count": len(asked(found, {}, facts_for(access.patient, day_of(access.at)))),
        "begun": begun,
        "has_pause": any(question.needs_pause for question in found.questions),
    }
    return render(request, "measures/begin.html", context)


@portal_page("measures/answers/<uuid:response_id>/", need=Need.OWN_MEASURES)
def answers(request: HttpRequest, access: EpisodeAccess, response_id: UUID) -> HttpResponse:
    """Thank the person, say what follows, and show their own answers."""
    response = access.one(Response, pk=response_id)
    if not response.is_finished:
        return to_next(response)
    return render(request, "measures/answers.html", {"told": own.told(access, response)})


def to_next(response: Response) -> HttpResponse:
    """Go to the first question without an answer, or to the end."""
    found = instrument(response.instrument)
    following = first_open(found, response.answers, response.facts)
    if following is None:
        return redirect("measures-finish", response_id=response.pk)
    return redirect("measures-question", response_id=response.pk, question_id=following)
