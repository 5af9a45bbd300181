"""What is made ready before the first page: the sentences that forms say."""

from django.apps import AppConfig

from alongside.core.sentences import speak


class Core(AppConfig):
    """The room that every room uses."""

    name = "alongside.core"

    def ready(self) -> None:
        """Give every form the house's own words."""
        speak()
