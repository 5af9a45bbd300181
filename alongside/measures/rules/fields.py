"""Read a parsed file field by field, and refuse what was not expected."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

V = TypeVar("V")

REQUIRED = object()


class BadInstrument(ValueError):
    """An instrument's file says something that cannot be; the message says where."""


class Fields:
    """A mapping whose every key must be taken exactly once, or `close` refuses the rest."""

    def __init__(self, content: object, where: str) -> None:
        """Take a parsed mapping; `where` names it in messages.

        Raises:
            BadInstrument: if it is no mapping with text keys.
        """
        if not isinstance(content, Mapping) or not all(isinstance(k, str) for k in content):
            raise BadInstrument(f"{where}: expected keys with values, not {content!r}")
        self.where = where
        self._left: dict[str, Any] = dict(content)

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def keys_left(self) -> tuple[str, ...]:
        """Return the keys nobody has taken yet."""
        return tuple(self._left)

    def take(self, key: str, default: Any = REQUIRED) -> Any:
        """Take a value of any kind.

        Raises:
            BadInstrument: if it is absent and there is no default.
        """
        if key in self._left:
            return self._left.pop(key)
        if default is REQUIRED:
            raise BadInstrument(f"{self.where}: {key} is missing")
        return default

    def text(self, key: str, default: Any = REQUIRED) -> str:
        """Take a text.

        Raises:
            BadInstrument: if it is something else.
        """
        return self._of(key, default, str, "a text")

    def text_or_none(self, key: str) -> str | None:
        """Take a text that may be null or absent."""
        value = self.take(key, None)
        return None if value is None else self._is(key, value, str, "a text")

    def number(self, key: str, default: Any = REQUIRED) -> float:
        """Take a number."""
        return self._of(key, default, float, "a number")

    def number_or_none(self, key: str) -> float | None:
        """Take a number that may be null or absent."""
        value = self.take(key, None)
        return None if value is None else self._is(key, value, float, "a number")

    def whole(self, key: str, default: Any = REQUIRED) -> int:
        """Take a whole number."""
        return self._of(key, default, int, "a whole number")

    def flag(self, key: str, default: Any = REQUIRED) -> bool:
        """Take true or false."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise BadInstrument(f"{self.where}: {key} must be true or false, not {value!r}")
        return value

    def texts(self, key: str, default: Any = REQUIRED) -> tuple[str, ...]:
        """Take a list of texts."""
        return tuple(self._is(key, one, str, "a text") for one in self.several(key, default))

    def several(self, key: str, default: Any = REQUIRED) -> list[Any]:
        """Take a list."""
        return list(self._of(key, default, list, "a list"))

    def inner(self, key: str) -> "Fields":
        """Take a mapping inside this one."""
        return Fields(self.take(key), f"{self.where}: {key}")

    def many(self, key: str, default: Any = REQUIRED) -> "list[Fields]":
        """Take a list of mappings, each named in messages by its id or its place."""
        found = []
        for place, content in enumerate(self.several(key, default)):
            name = content.get("id", place + 1) if isinstance(content, Mapping) else place + 1
            found.append(Fields(content, f"{self.where}: {key} {name}"))
        return found

    def close(self) -> None:
        """Refuse what nobody asked for: a misspelt key must not be ignored.

        Raises:
            BadInstrument: if a key is left.
        """
        if self._left:
            raise BadInstrument(f"{self.where}: unknown keys {', '.join(sorted(self._left))}")

    def refuse(self, sentence: str) -> BadInstrument:
        """Return an error that says where, for the caller to raise."""
        return BadInstrument(f"{self.where}: {sentence}")

    def _of(self, key: str, default: Any, kind: type[V], name: str) -> V:
        return self._is(key, self.take(key, default), kind, name)

    def _is(self, key: str, value: Any, kind: type[V], name: str) -> V:
        # An int will do for a float, but a bool will not do for an int.
        kinds = (int, float) if kind is float else kind
        if not isinstance(value, kinds) or isinstance(value, bool):
            raise BadInstrument(f"{self.where}: {key} must be {name}, not {value!r}")
        return cast("V", value)
