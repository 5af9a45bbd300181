"""Who can sign in to the demo."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password

from alongside.people.models import User
from alongside.synthetic.rules.house import DEMO_DOMAIN, DEMO_PASSWORD


@dataclass(frozen=True)
class SignIn:
    """A demo account: what its owner does here, their name, and the address that signs in."""

    role: str
    name: str
    email: str


def sign_ins() -> list[SignIn]:
    """Return one account for each discipline, then the patients': those the demo password opens."""
    users = User.objects.filter(is_active=True, email__endswith=f"@{DEMO_DOMAIN}")
    users = users.select_related("staff", "patient").order_by("created_at", "pk")
    # Invented accounts share their hashes, and one check takes as long as it should.
    opening = {p for p in set(_passwords(users)) if check_password(DEMO_PASSWORD, p)}
    staff: dict[str, SignIn] = {}
    patients: list[SignIn] = []
    for user in users:
        if user.password not in opening:
            continue
        if works := getattr(user, "staff", None):
            role = works.get_discipline_display()
            staff.setdefault(role, SignIn(role, works.name, str(user.email)))
        elif patient := getattr(user, "patient", None):
            patients.append(SignIn("Patient", patient.chosen_name, str(user.email)))
    return [*staff.values(), *patients]


def _passwords(users: Iterable[User]) -> list[str]:
    return [user.password for user in users]
