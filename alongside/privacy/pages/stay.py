"""Stay signed in: the browser says that somebody is still there."""

from django.http import HttpRequest, HttpResponse

from alongside.privacy.gate import Access, account_page


@account_page("account/stay/")
def stay(request: HttpRequest, access: Access) -> HttpResponse:
    """Answer nothing: being asked is what keeps the session."""
    return HttpResponse(status=204)
