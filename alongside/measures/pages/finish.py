"""The end of an instrument, and the help that an answer calls for."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.measures.actions.answering import complete
from alongside.measures.catalogue import instrument
from alongside.measures.models import Response
from alongside.measures.pages.question import after
from alongside.measures.queries import own
from alongside.measures.rules.asking import asked
from alongside.privacy.gate import EpisodeAccess, portal_page
from alongside.privacy.rules.needs import Need


@portal_page(
    "measures/answers/<uuid:response_id>/finish/", need=Need.OWN_MEASURES, methods="GET POST"
)
def finish(request: HttpRequest, access: EpisodeAccess, response_id: UUID) -> HttpResponse:
    """Show what was skipped, and finish."""
    response = access.one(Response, pk=response_id, mode=Response.Mode.PHONE)
    if request.method == "POST":
        complete(access, response, at=access.at)
    if request.method == "POST" or response.is_finished:
        return redirect("measures-answers", response_id=response.pk)
    found = instrument(response.instrument)
    questions = asked(found, response.answers, response.facts)
    context = {
        "response": response,
        "instrument": found,
        "of": len(questions),
        "open": [q for q in questions if response.answers.get(q.id) is None],
        "answered": sum(isinstance(response.answers.get(q.id), int | float) for q in questions),
        "last": questions[-1].id if questions else None,
    }
    return render(request, "measures/finish.html", context)


@portal_page("measures/answers/<uuid:response_id>/help/<slug:question_id>/", need=Need.OWN_MEASURES)
def help(  # noqa: A001
    request: HttpRequest, access: EpisodeAccess, response_id: UUID, question_id: str
) -> HttpResponse:
    """Show help at once, after an answer that calls for it; the questions can wait."""
    response = access.one(Response, pk=response_id)
    found = instrument(response.instrument)
    kind = own.help_for(found, response.criticals)
    if kind is None or question_id not in found.question_by_id:
        raise Http404
    context = {
        "kind": kind,
        "caller": own.caller(access),
        "within": own.within(found, response.criticals),
        "person": own.person_to_call(access),
        "go_on": after(response, question_id)["Location"],
    }
    return render(request, "measures/help.html", context)
