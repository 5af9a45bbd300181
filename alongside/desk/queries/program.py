"""What the program has written down for everybody: its tracks, and organizations outside."""

from alongside.people.models import Organization, Track


def tracks() -> list[Track]:
    """Return the ways through the program, by name."""
    return list(Track.objects.order_by("name"))


def organization_names() -> list[str]:
    """Return the names of the organizations that are written down, to be offered while typing."""
    return list(Organization.objects.order_by("name").values_list("name", flat=True)[:500])
