"""The one gate: every page declares what it needs here, and nothing opens without it.

A door loads the episode, checks the reader and learns the reason in a single query. What may be
opened and what may be listed come from the same rule (`visible`) and cannot drift apart. What a
reader may not see answers 404, as if it did not exist; both answers are in the log.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.util import find_spec
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import (
    CharField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now

from alongside.core import discover
from alongside.people.models import Episode, Patient, Staff, TeamMember, User
from alongside.people.rules import CLINICAL, Category, Discipline
from alongside.privacy import late
from alongside.privacy.models import AccessEvent, EmergencyAccess, StaffBlock
from alongside.privacy.rules.needs import (
    ANYWHERE,
    CATEGORIES,
    IN_THE_PROGRAM,
    OWN,
    PATIENTS_OWN,
    UNDER_BROKEN_GLASS,
    Need,
    needs_met,
    team_roles_with,
)

M = TypeVar("M", bound=Model)


class Kind(StrEnum):
    """Who passed the gate."""

    STAFF = "staff"
    PATIENT = "patient"
    JOB = "job"


@dataclass(frozen=True)
class Access:
    """A reader who has passed the gate: who, for what, since when and why."""

    kind: Kind
    reader: User | None
    need: Need
    at: datetime
    # "care_team", "program_role", "emergency", "own_record", "account" or a job's name.
    basis: str

    @property
    def staff(self) -> Staff:
        """Return the member of staff who reads.

        Raises:
            Http404: if the reader is not one.
        """
        if (found := staff_behind(self.reader)) is None:
            raise Http404
        return found

    def episodes(self, need: Need | None = None) -> QuerySet[Episode]:
        """Return the episodes that this reader may list under `need` (this page's, if not said).

        Raises:
            Http404: if the access is neither staff's nor a job's.
        """
        if self.kind is Kind.JOB:
            return Episode.objects.all()
        return visible(self.staff, need or self.need, self.at)

    def every(self, model: type[M], need: Need) -> QuerySet[M]:
        """Return the rows of `model` of all episodes the reader may list under `need`.

        The rows' categories are checked by the reader's own discipline.
        """
        if self.kind is Kind.JOB:
            return model._default_manager.all()
        staff = self.staff
        readable = CATEGORIES[Discipline(staff.discipline)]
        rows = _of_categories(model, readable, kind=self.kind)
        return rows.filter(episode__in=visible(staff, need, self.at).values("pk"))

    def on(self, episode: Episode, *, page: str = "") -> "EpisodeAccess":
        """Open one episode for a job, and log it.

        Raises:
            Http404: if this access is not a job's.
        """
        return next(self.on_each([episode], page=page))

    def on_each(self, episodes: Iterable[Episode], *, page: str = "") -> "Iterator[EpisodeAccess]":
        """Open many episodes for a job, and log them in one write."""
        if self.kind is not Kind.JOB:
            raise Http404
        opened = [
            EpisodeAccess(
                self.kind,
                self.reader,
                self.need,
                self.at,
                self.basis,
                episode=e,
                categories=frozenset(Category),
            )
            for e in episodes
        ]
        AccessEvent.write_all(
            _event(a, page or self.basis, opened=True, episode=a.episode) for a in opened
        )
        return iter(opened)


@dataclass(frozen=True)
class EpisodeAccess(Access):
    """A reader who has passed the gate of one episode."""

    episode: Episode
    categories: frozenset[Category]

    @property
    def patient(self) -> Patient:
        """Return the person whose stay it is."""
        return self.episode.patient

    def may_read(self, category: Category) -> bool:
        """Say whether rows of this category are within reach."""
        return category in self.categories

    def may(self, need: Need) -> bool:
        """Say whether a page with this need would open for this reader on this episode."""
        if self.kind is Kind.PATIENT:
            return need in OWN
        return self.kind is Kind.JOB or need in needs_on(self.staff, self.episode)

    def all(self, model: type[M]) -> QuerySet[M]:
        """Return the episode's (or its patient's) rows of `model` that the reader may have.

        Rows of a category that the reader may not have are left out, not refused: one page serves
        several disciplines. Rows that a patient has not shared (`shown_to_team`) are the patient's.
        """
        rows = _of_categories(model, self.categories, kind=self.kind)
        if _has_field(model, "episode"):
            return rows.filter(episode=self.episode)
        if _has_field(model, "patient"):
            return rows.filter(patient=self.episode.patient_id)
        raise ImproperlyConfigured(f"{model.__name__} has neither an episode nor a patient")

    def all_stays(self, model: type[M]) -> QuerySet[M]:
        """Return the rows of every stay of the person who reads; for anybody else as `all`.

        A new stay does not take from a person what they wrote, or were promised, in one before.
        """
        if self.kind is not Kind.PATIENT:
            return self.all(model)
        rows = _of_categories(model, self.categories, kind=self.kind)
        return rows.filter(episode__patient=self.episode.patient_id)

    def stays(self) -> QuerySet[Episode]:
        """Return the stays of the person who reads, the latest first; for anybody else this one."""
        if self.kind is not Kind.PATIENT:
            return Episode.objects.filter(pk=self.episode.pk)
        own = Episode.objects.filter(patient=self.episode.patient_id)
        return own.order_by("-referred_at", "-pk")

    def one(self, model: type[M], **lookup: Any) -> M:
        """Return the one row of `model` that fits `lookup`.

        Raises:
            Http404: if there is none.
        """
        return get_object_or_404(self.all(model), **lookup)


class Session(Protocol):
    """What the gate knows of a session: the second anchor, with many episodes at once."""

    pk: Any


@dataclass(frozen=True)
class SessionAccess(Access):
    """A reader who has passed the gate of one session."""

    session: Any

    def episodes(self, need: Need | None = None) -> QuerySet[Episode]:
        """Return the episodes on the session's roster that the reader may see."""
        roster = SESSIONS[0].roster(self.session)
        return super().episodes(need).filter(pk__in=roster)


class SessionSource(Protocol):
    """The room that owns sessions says which a reader may open, and who is on the roster."""

    def visible(self, staff: Staff, need: Need, at: datetime) -> QuerySet[Any]:
        """Return the sessions that `staff` may open."""

    def roster(self, session: Any) -> QuerySet[Any]:
        """Return the keys of the episodes on the roster."""


# Filled by the room `program`, which stands above this one.
SESSIONS: list[SessionSource] = []


def staff_behind(user: User | None) -> Staff | None:
    """Return the staff member whose account this is, or None."""
    return getattr(user, "staff", None)


def patient_behind(user: User | None) -> Patient | None:
    """Return the patient whose account this is, or None."""
    return getattr(user, "patient", None)


def visible(staff: Staff, need: Need, at: datetime) -> QuerySet[Episode]:
    """Return the episodes on which `staff` meets `need`, each with `team_role` and `by_emergency`.

    One rule for opening and for listing. A patient's block wins over team and role; only emergency
    access wins over a block (42 CFR 2.51: what is needed to save a life).
    """
    if not staff.works_here(at):
        return Episode.objects.none()
    discipline = Discipline(staff.discipline)
    places = TeamMember.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=at),
        staff=staff,
        since_at__lte=at,
        role__in=team_roles_with(need),
    )
    reach = Q(pk__in=places.values("episode"))
    if need in IN_THE_PROGRAM.get(discipline, ()):
        reach = Q()
    blocked = StaffBlock.objects.filter(staff=staff, lifted_at__isnull=True).values("patient")
    reach &= ~Q(patient__in=blocked)
    glass = EmergencyAccess.objects.none()
    if need in UNDER_BROKEN_GLASS and discipline in CLINICAL:
        glass = EmergencyAccess.objects.filter(staff=staff, opened_at__lte=at, ends_at__gt=at)
        reach |= Q(pk__in=glass.values("episode"))
    return Episode.objects.filter(reach).annotate(
        team_role=Subquery(places.filter(episode=OuterRef("pk")).values("role")[:1]),
        by_emergency=Subquery(glass.filter(episode=OuterRef("pk")).values("pk")[:1])
        if need in UNDER_BROKEN_GLASS and discipline in CLINICAL
        else Value(None, output_field=CharField()),
        is_blocked=Subquery(
            StaffBlock.objects.filter(
                staff=staff, lifted_at__isnull=True, patient=OuterRef("patient")
            ).values("pk")[:1]
        ),
    )


def needs_on(staff: Staff, episode: Any) -> frozenset[Need]:
    """Return what `staff` may do on an episode that `visible` has found, without a query."""
    return needs_met(
        Discipline(staff.discipline),
        role=Discipline(episode.team_role) if episode.team_role else None,
        is_blocked=bool(episode.is_blocked),
        in_emergency=bool(episode.by_emergency),
    )


def job_access(name: str, *, at: datetime, reader: User | None = None) -> Access:
    """Open the gate for work that no page asked for: an import, a nightly job, the demo.

    Every episode it opens (`on`, `on_each`) is in the log under the job's name.
    """
    return Access(Kind.JOB, reader, Need.NOTHING, at, f"job:{name}"[:40])


Page = Callable[..., HttpResponse]
PAGES: list[URLPattern] = []


def public_page(route: str, *, methods: str = "GET") -> Callable[[Page], Page]:
    """Declare a page that anybody may open and that shows nobody's record."""

    def declare(body: Page) -> Page:
        return _listed(route, body, body, Need.NOTHING, methods)

    return declare


def account_page(route: str, *, methods: str = "GET") -> Callable[[Page], Page]:
    """Declare a page about the reader's own account, for whoever is signed in."""

    def declare(body: Page) -> Page:
        def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            user = _signed_in(request)
            kind = Kind.STAFF if staff_behind(user) else Kind.PATIENT
            access = Access(kind, user, Need.MY_ACCOUNT, now(), "account")
            return body(request, access, **kwargs)

        return _listed(route, view, body, Need.MY_ACCOUNT, methods)

    return declare


def page(route: str, *, need: Need, methods: str = "GET") -> Callable[[Page], Page]:
    """Declare a page of the staff about no one patient: its route and need, side by side."""

    def declare(body: Page) -> Page:
        def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            access = _staff_access(request, need)
            _note(request, access, opened=True)
            return body(request, access, **kwargs)

        return _listed(route, view, body, need, methods)

    return declare


def episode_page(route: str, *, need: Need, methods: str = "GET") -> Callable[[Page], Page]:
    """Declare a page of the staff about one episode; it stands below `episodes/<id>/`."""

    def declare(body: Page) -> Page:
        def view(request: HttpRequest, episode_id: Any, **kwargs: Any) -> HttpResponse:
            at = now()
            staff = _staff(request)
            found = (
                visible(staff, need, at)
                .select_related("patient", "track")
                .filter(pk=episode_id)
                .first()
            )
            if found is None:
                _note_refusal(request, staff, need, at, episode_id)
                raise Http404
            access = _opened(request, staff, need, at, found)
            _note(request, access, opened=True, episode=found)
            return body(request, access, **kwargs)

        return _listed(f"episodes/<uuid:episode_id>/{route}", view, body, need, methods)

    return declare


def session_page(route: str, *, need: Need, methods: str = "GET") -> Callable[[Page], Page]:
    """Declare a page of the staff about one session; it stands below `sessions/<id>/`."""

    def declare(body: Page) -> Page:
        def view(request: HttpRequest, session_id: Any, **kwargs: Any) -> HttpResponse:
            at = now()
            staff = _staff(request)
            session = get_object_or_404(SESSIONS[0].visible(staff, need, at), pk=session_id)
            access = SessionAccess(Kind.STAFF, staff.user, need, at, "session", session=session)
            name = _page_name(request)
            AccessEvent.write_all(
                _event(access, name, opened=True, episode=episode) for episode in access.episodes()
            )
            return body(request, access, **kwargs)

        return _listed(f"sessions/<uuid:session_id>/{route}", view, body, need, methods)

    return declare


def portal_page(
    route: str, *, need: Need, methods: str = "GET", any_stay: bool = False
) -> Callable[[Page], Page]:
    """Declare a page of the patient about the own, latest stay; it stands below `me/`.

    Args:
        route: where, below `me/`.
        need: what it asks of the patient.
        methods: the methods it answers.
        any_stay: whether an earlier stay may be named (`?stay=`), for reading only.
    """
    if any_stay and methods != "GET":
        raise ImproperlyConfigured(f"{route} would change an earlier stay")

    def declare(body: Page) -> Page:
        def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            user = _signed_in(request)
            if need not in OWN:
                raise Http404
            stays = Episode.objects.filter(patient__user=user).select_related("patient", "track")
            if any_stay and (named := request.GET.get("stay")):
                stays = stays.filter(pk=_key(named))
            episode = stays.order_by("-referred_at", "-pk").first()
            if episode is None:
                raise Http404
            access = EpisodeAccess(
                Kind.PATIENT,
                user,
                need,
                now(),
                "own_record",
                episode=episode,
                categories=PATIENTS_OWN,
            )
            _note(request, access, opened=True, episode=episode)
            return body(request, access, **kwargs)

        return _listed(f"me/{route}", view, body, need, methods)

    return declare


class NotSignedIn(Exception):
    """Nobody is signed in (any more); the gate sends the reader to sign in and back."""


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _signed_in(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn
    return request.user


def _staff(request: HttpRequest) -> Staff:
    staff = staff_behind(_signed_in(request))
    if staff is None or not staff.works_here(now()):
        raise Http404
    return staff


def _staff_access(request: HttpRequest, need: Need) -> Access:
    staff = _staff(request)
    at = now()
    if need not in ANYWHERE.get(Discipline(staff.discipline), ()):
        raise Http404
    return Access(Kind.STAFF, staff.user, need, at, "program_role")


def _opened(
    request: HttpRequest, staff: Staff, need: Need, at: datetime, episode: Any
) -> EpisodeAccess:
    """Return the access to an episode that `visible` has found, with the reason why."""
    discipline = Discipline(staff.discipline)
    if episode.team_role and not episode.is_blocked:
        basis, role = "care_team", Discipline(episode.team_role)
    elif need in IN_THE_PROGRAM.get(discipline, ()) and not episode.is_blocked:
        basis, role = "program_role", discipline
    else:
        basis, role = "emergency", discipline
    return EpisodeAccess(
        Kind.STAFF,
        request.user if isinstance(request.user, User) else None,
        need,
        at,
        basis,
        episode=episode,
        categories=CATEGORIES[role],
    )


def _of_categories(model: type[M], readable: frozenset[Category], *, kind: Kind) -> QuerySet[M]:
    """Return the rows of `model` whose category is readable, and that are shown to this kind."""
    rows = model._default_manager.all()
    if _has_field(model, "category"):
        rows = rows.filter(category__in=sorted(readable))
    else:
        try:
            category: Category = model.category  # type: ignore[attr-defined]
        except AttributeError:
            raise ImproperlyConfigured(f"{model.__name__} names no category") from None
        if category not in readable:
            return rows.none()
    if kind is Kind.STAFF and (shown := getattr(model, "shown_to_team", None)) is not None:
        rows = rows.filter(shown)
    return rows


def _has_field(model: type[Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _event(access: Access, page_name: str, *, opened: bool, episode: Episode | None) -> AccessEvent:
    role = ""
    if staff := staff_behind(access.reader):
        role = staff.discipline
    elif access.kind is Kind.PATIENT:
        role = "patient"
    return AccessEvent(
        at=access.at,
        reader=access.reader,
        kind=access.kind,
        role=role,
        need=access.need,
        page=page_name,
        episode=episode,
        opened=opened,
        basis=access.basis,
    )


def _note(
    request: HttpRequest, access: Access, *, opened: bool, episode: Episode | None = None
) -> None:
    _event(access, _page_name(request), opened=opened, episode=episode).write()


def _page_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name if match else "") or "unnamed"


def _note_refusal(
    request: HttpRequest, staff: Staff, need: Need, at: datetime, episode_id: Any
) -> None:
    """Log a closed door, if there is an episode behind it; the answer is the same either way."""
    if episode := Episode.objects.filter(pk=episode_id).first():
        access = Access(Kind.STAFF, staff.user, need, at, "none")
        _note(request, access, opened=False, episode=episode)


def _listed(route: str, view: Page, body: Page, need: Need, methods: str) -> Page:
    """Put the page on the list of pages, under the name room-page."""
    allowed = set(methods.split()) | ({"HEAD"} if "GET" in methods else set())

    def door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in allowed:
            return HttpResponseNotAllowed(sorted(allowed))
        # A body that cannot be read is refused (400) before anything is opened or done.
        _ = request.POST
        try:
            response = view(request, **kwargs)
        except NotSignedIn:
            response = _to_sign_in(request, allowed)
        # Nothing of a record stays in a cache of this device or on the way to it.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    door.need = need  # type: ignore[attr-defined]
    door.methods = sorted(allowed)  # type: ignore[attr-defined]
    door.__name__ = body.__name__
    door.__doc__ = body.__doc__
    door.__module__ = body.__module__
    room = body.__module__.split(".")[1]
    PAGES.append(path(route, door, name=f"{room}-{body.__name__.replace('_', '-')}"))
    return body


def _to_sign_in(request: HttpRequest, allowed: set[str]) -> HttpResponse:
    """Send the reader to sign in and back to the page.

    A fragment is told to reload as a whole; a form that came too late is shown again, because a
    redirect would lose what was typed.
    """
    where = reverse(str(settings.LOGIN_URL))
    fragment = getattr(request, "htmx", None)
    if fragment:
        back = fragment.current_url_abs_path or "/"
        headers = {"HX-Redirect": f"{where}?{urlencode({'next': back})}"}
        return HttpResponse(status=401, headers=headers)
    # What takes forms only is no place to come back to.
    back = request.get_full_path() if "GET" in allowed else ""
    if request.method == "POST" and (typed := late.typed_in(request)):
        return late.shown_again(request, typed, status=401, back=back or "/")
    return redirect(f"{where}?{urlencode({'next': back})}" if back else where)


def urlpatterns() -> list[URLPattern]:
    """Import every room's `pages` folder and return what they declared."""
    for room in settings.ROOMS:
        if find_spec(f"alongside.{room}.pages"):
            discover.modules_in(f"alongside.{room}.pages")
    return PAGES


def opens_to_all(patterns: Iterable[Any]) -> None:
    """Mark another package's views (sign-in and account pages) as needing nothing of the gate.

    They show nobody's record; called once, by the list of addresses.
    """
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            opens_to_all(pattern.url_patterns)
        else:
            pattern.callback.need = Need.NOTHING


class ClosedByDefault:
    """Middleware: a view that has not said what it needs does not open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Refuse a view without a need.

        Raises:
            ImproperlyConfigured: if the view was not declared at the gate.
        """
        if not hasattr(view, "need"):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} has no need")
