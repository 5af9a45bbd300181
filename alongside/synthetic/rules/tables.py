"""Read tables of comma-separated values strictly: what cannot be right is named by its place."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Tables = Mapping[str, str]
"""The text of each file by its name."""


class BadTable(ValueError):
    """A table cannot be read; the sentence names the file, the line and the column."""

    def __init__(self, file: str, says: str, *, line: int | None = None, column: str = "") -> None:
        """Keep the place beside the sentence."""
        place = ", ".join(
            part
            for part in (f"line {line}" if line else "", f"column {column}" if column else "")
            if part
        )
        super().__init__(f"{file}: {place}: {says}" if place else f"{file}: {says}")
        self.file, self.line, self.column = file, line, column


@dataclass(frozen=True, slots=True)
class Row:
    """One row, which can say where it stood."""

    file: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return what is written, without blanks around it."""
        return self.cells[column].strip()

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        """Return what is written.

        Raises:
            BadTable: if it is none of `allowed`.
        """
        if (value := self.text(column)) not in allowed:
            raise self.wrong(column, f"{value!r} is none of {', '.join(map(repr, allowed))}")
        return value

    def whole(self, column: str) -> int:
        """Return a whole number, which may be written as 3 or 3.0.

        Raises:
            BadTable: if it is none.
        """
        found = self.number(column)
        if not found.is_integer():
            raise self.wrong(column, f"{self.text(column)!r} is not a whole number")
        return int(found)

    def number(self, column: str) -> float:
        """Return a number.

        Raises:
            BadTable: if it is none, or lies beyond anything these tables hold.
        """
        try:
            found = float(self.text(column))
        except ValueError:
            raise self.wrong(column, f"{self.text(column)!r} is not a number") from None
        if not -100_000 < found < 100_000:
            raise self.wrong(column, f"{self.text(column)!r} cannot be right")
        return found

    def truth(self, column: str) -> bool | None:
        """Return Yes or No as a truth, and nothing (or "not answered") as None.

        Raises:
            BadTable: if it is something else.
        """
        value = self.one_of(column, ("Yes", "No", "", "NA", "Missing", "Not answered"))
        return {"Yes": True, "No": False}.get(value)

    def wrong(self, column: str, says: str) -> BadTable:
        """Return an error that names this row and a column."""
        return BadTable(self.file, says, line=self.line, column=column)


def rows(tables: Tables, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table.

    Raises:
        BadTable: if the table is missing, lacks a column, or a row has another length.
    """
    if file not in tables:
        raise BadTable(file, "is not there")
    reader = csv.reader(io.StringIO(tables[file]), strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        missing = [name for name in columns if name not in head]
        if missing:
            raise BadTable(file, f"has no column {', '.join(missing)}", line=1)
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(head):
                says = f"has {len(cells)} cells where {len(head)} belong"
                raise BadTable(file, says, line=reader.line_num)
            yield Row(file, reader.line_num, dict(zip(head, cells, strict=True)))
    except csv.Error as wrong:
        raise BadTable(file, f"is not a table: {wrong}", line=reader.line_num) from None
