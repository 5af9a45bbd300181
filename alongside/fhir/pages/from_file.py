"""Taking a referral from a file that another system made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alongside.core.days import day_of
from alongside.fhir.actions import NobodyToTakeIn, TakenIn, take_in_by_staff
from alongside.fhir.forms import FileForm
from alongside.fhir.rules.codebook import codebook
from alongside.fhir.rules.delivery import Delivery, read
from alongside.fhir.rules.files import LARGEST, SourceFile
from alongside.fhir.rules.report import Outcome, totals
from alongside.intake.actions import AlreadyTaken
from alongside.measures.catalogue import instruments
from alongside.privacy.gate import Access, page
from alongside.privacy.rules.needs import Need


@page("people/from-file/", need=Need.TAKE_REFERRALS, methods="GET POST")
def from_file(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the form; or take in whom the file tells of, and say what became of each part of it.

    Sending the same file again takes nobody in twice, so the report may stand where it was sent.
    """
    if request.method != "POST":
        return _shown(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, form, status=422)
    sent = form.cleaned_data["file"]
    source = SourceFile(str(sent.name), sent.read(LARGEST + 1))
    (delivery,) = read([source], codebook(instruments().values()), today=day_of(access.at))
    try:
        taken = take_in_by_staff(access, delivery, at=access.at)
    except NobodyToTakeIn:
        form.add_error("file", _("Nobody was taken in: %s.") % _why(delivery))
        return _shown(request, form, delivery, status=422)
    except AlreadyTaken:
        form.add_error("file", _("This file was taken in before. Nothing was added."))
        return _shown(request, form, status=409)
    return _shown(request, FileForm(), delivery, taken)


def _why(delivery: Delivery) -> str:
    """Return the first reason why nobody was taken in, about the file if there is one."""
    about_file = [line for line in delivery.lines if line.resource in ("", "Bundle")]
    first = (about_file or list(delivery.lines))[0]
    return f"{first.resource or _('the file')} {first.says}"


def _came(delivery: Delivery) -> list[tuple[str, int]]:
    return [
        (_("Conditions"), len(delivery.conditions)),
        (_("Medications"), len(delivery.medications)),
        (_("Questionnaires"), len(delivery.sheets)),
        (_("Care plans"), len(delivery.plans)),
        (_("Visits elsewhere"), len(delivery.visits)),
        (_("People who care"), len(delivery.helpers)),
    ]


def _shown(
    request: HttpRequest,
    form: FileForm,
    delivery: Delivery | None = None,
    taken: TakenIn | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    lines = delivery.lines if delivery else ()
    context = {
        "form": form,
        "taken": taken,
        "delivery": delivery,
        "came": _came(delivery) if delivery else [],
        "counts": {
            kind: [(n, outcome) for outcome, n in of_kind.items() if n]
            for kind, of_kind in totals(lines).items()
        },
        "lines": [line for line in lines if line.outcome is not Outcome.TAKEN],
        "section": "desk-people",
    }
    return render(request, "fhir/from_file.html", context, status=status)
