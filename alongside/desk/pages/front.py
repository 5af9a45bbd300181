"""The first page: everybody is sent to the face that is theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.privacy.gate import Access, Kind, account_page


@account_page("")
def front(request: HttpRequest, access: Access) -> HttpResponse:
    """Send staff to their day and patients to their home."""
    return redirect("desk-today" if access.kind is Kind.STAFF else "portal-home")
