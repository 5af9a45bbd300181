"""What the privacy room does by itself."""

from datetime import datetime

from alongside.core.schedule import every
from alongside.privacy.actions import seals


@every(minutes=1)
def seal_log(at: datetime) -> None:
    """Seal what has come into the access log."""
    seals.seal_log(at=at)
