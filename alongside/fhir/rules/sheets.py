"""Put together what belongs to one administration of one instrument, and score it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from alongside.engine.scoring.scorer import Status
from alongside.fhir.rules.codebook import Codebook
from alongside.fhir.rules.dates import When, wrong_with
from alongside.fhir.rules.element import Element
from alongside.fhir.rules.files import Entry
from alongside.fhir.rules.pool import Pool
from alongside.fhir.rules.report import Remarks, quoted
from alongside.fhir.rules.scores import Sheet, Told, fits_total, same_time, take_answers, value_of

# A linkId names its question by LOINC code in one way or another: "/44250-9", "phq9.44250-9".
CODE_IN_LINK = re.compile(r"(?<!\d)(\d{1,6}-\d)(?!\d)")
FINISHED = ("completed", "amended")
DEEPEST = 30


def told_in_response(
    entry: Entry, remarks: Remarks, codebook: Codebook, *, today: date, born: When | None
) -> tuple[str | None, list[Told]]:
    """Read a QuestionnaireResponse: the instrument it answers, and the answers.

    Returns None and nothing, with the reason in `remarks`, if it answers none of ours.
    """
    element = Element(entry.content, remarks)
    status = element.text("status")
    asked = element.text("questionnaire")
    told: list[tuple[str, Element]] = []
    unknown = list(_answers(element, codebook, told))
    instrument = _named(asked, codebook) or codebook.best_for(code for code, _ in told)
    if instrument is None or not any(codebook.question(instrument, code) for code, _ in told):
        remarks.refuse(
            f"answers {quoted(asked or 'no named questionnaire')}, none of the instruments here",
            "questionnaire",
        )
        return None, []
    if status not in FINISHED:
        remarks.refuse(f"its status is {quoted(status)}: not finished, or no longer true", "status")
        return None, []
    when = element.when("authored")
    wrong = "does not say when" if when is None else None
    if when is not None:
        wrong = wrong_with(when, today=today, born=born)
        if when.on is None:
            wrong = f"{when.brief} is not a whole date"
    if wrong or when is None:
        remarks.refuse(wrong or "", "authored")
        return None, []
    for path in unknown:
        remarks.lose(path, "is no question of ours")
    return instrument, [
        Told(code, *value_of(answer), when, entry, remarks, answer.path) for code, answer in told
    ]


def _named(asked: str, codebook: Codebook) -> str | None:
    """Return the instrument that a canonical address names by its panel code or its own name."""
    if (code := CODE_IN_LINK.search(asked)) and code[1] in codebook.panels:
        return codebook.panels[code[1]]
    last = asked.split("|")[0].rstrip("/").rsplit("/", 1)[-1].casefold()
    bare = re.sub(r"[^a-z0-9]", "", last.removesuffix("-example"))
    return next((n for n in codebook.instruments if n.replace("-", "") == bare), None)


def _answers(
    element: Element, codebook: Codebook, told: list[tuple[str, Element]], depth: int = 0
) -> Iterable[str]:
    """Gather answers into `told` by code; yield the paths of those that are to nothing of ours."""
    for item in element.many("item") if depth < DEEPEST else ():
        link = item.text("linkId")
        code = next(
            (c for c in CODE_IN_LINK.findall(link) if c in codebook.items or c in codebook.totals),
            None,
        )
        for answer in item.many("answer"):
            if code is None:
                yield f"{item.path} (linkId {quoted(link)})"
            else:
                told.append((code, answer))
            yield from _answers(answer, codebook, told, depth + 1)
        yield from _answers(item, codebook, told, depth + 1)


class Desk:
    """Where sheets are put together from what was told."""

    def __init__(self, codebook: Codebook) -> None:
        """Begin with an empty desk."""
        self.codebook = codebook
        self.sheets: list[Sheet] = []
        self._by_day: dict[date | None, list[Sheet]] = {}

    def lay(self, instrument_id: str, told: Sequence[Told]) -> None:
        """Put what was told together onto the sheet of its instrument and time."""
        if not told:
            return
        sheet = self._sheet(instrument_id, told[0].when)
        take_answers(sheet, told, self.codebook)
        for one in told:
            if self.codebook.totals.get(one.code) == instrument_id:
                self._total(sheet, one)

    def lay_loose(self, told: Sequence[Told]) -> None:
        """Put single items onto sheets: for each time, the instrument that asks most of them."""
        by_time: dict[object, list[Told]] = {}
        for one in told:
            by_time.setdefault(one.when.at or one.when.on, []).append(one)
        for left in by_time.values():
            while left and (best := self._best(left)) is not None:
                self.lay(best, [t for t in left if self.codebook.question(best, t.code)])
                left = [t for t in left if not self.codebook.question(best, t.code)]

    def lay_total(self, one: Told) -> None:
        """Put a total onto the sheet of its time, or onto a sheet of its own."""
        instrument_id = self.codebook.totals.get(one.code) or self.codebook.panels[one.code]
        if not isinstance(one.value, int | float):
            one.lose("holds no number")
            return
        instrument = self.codebook.instruments[instrument_id]
        if not fits_total(instrument, one.value):
            ends = (instrument.main_score.low, instrument.main_score.high)
            runs = " to ".join(f"{end:g}" for end in ends if end is not None)
            one.lose(f"{one.value:g} cannot be: {instrument.title} runs from {runs}")
            return
        self._total(self._sheet(instrument_id, one.when), one)

    def _best(self, told: Sequence[Told]) -> str | None:
        """Return the best instrument; one that has a sheet at this time, if it asks as much."""
        best = self.codebook.best_for(t.code for t in told)
        if best is None:
            return None
        asked = [t for t in told if self.codebook.question(best, t.code)]
        for sheet in self._at(told[0].when):
            if all(self.codebook.question(sheet.instrument.id, t.code) for t in asked):
                return sheet.instrument.id
        return best

    def _at(self, when: When) -> list[Sheet]:
        """Return the sheets of a time."""
        near = self._by_day.get(when.on, [])
        return [sheet for sheet in near if same_time(sheet.when, when)]

    def _sheet(self, instrument_id: str, when: When) -> Sheet:
        for sheet in self._at(when):
            if sheet.instrument.id == instrument_id:
                return sheet
        sheet = Sheet(self.codebook.instruments[instrument_id], when)
        self.sheets.append(sheet)
        self._by_day.setdefault(when.on, []).append(sheet)
        return sheet

    def _total(self, sheet: Sheet, one: Told) -> None:
        if one.entry.key not in sheet.keys:
            sheet.keys.append(one.entry.key)
        if not isinstance(one.value, int | float):
            return
        if not fits_total(sheet.instrument, one.value):
            one.lose(f"{one.value:g} cannot be a total")
            return
        if sheet.total not in (None, one.value):
            one.lose(f"{one.value:g} contradicts another total of the same time, {sheet.total:g}")
            return
        sheet.total = one.value
        if one.value != int(one.value):
            sheet.total_is_possible = False
            one.remarks.lose(
                one.path or "value",
                f"{one.value:g} is no whole number, so {sheet.instrument.title} cannot come out "
                "at it; kept as it was sent, without a band",
            )

    def finish(self, told: Iterable[Told]) -> list[Sheet]:
        """Score every sheet, and remark where a sender's total and its answers disagree."""
        by_key: dict[str, list[Told]] = {}
        for one in told:
            by_key.setdefault(one.entry.key, []).append(one)
        for sheet in self.sheets:
            if any(answer is not None for answer in sheet.answers.values()):
                sheet.result = sheet.instrument.scorer.score(sheet.answers)
                self._compare(sheet, by_key)
        return sorted(
            (s for s in self.sheets if s.result is not None or s.total is not None),
            key=lambda s: (s.when.first, s.instrument.id),
        )

    def _compare(self, sheet: Sheet, by_key: dict[str, list[Told]]) -> None:
        ours = sheet.result.scores[0] if sheet.result else None
        if ours is None or sheet.total is None or ours.status is not Status.COMPLETE:
            return
        if sheet.total != ours.value:
            for key in sheet.keys:
                for one in by_key.get(key, ()):
                    if one.value == sheet.total and one.code not in self.codebook.items:
                        one.remarks.lose(
                            one.path or "value",
                            f"the sender's total is {sheet.total:g}, and the answers add up to "
                            f"{ours.value}; the answers were kept",
                        )
        sheet.total, sheet.total_is_possible = None, True


def lay_observations(
    desk: Desk, told: Sequence[list[Told]], elements: Sequence[Element], pool: Pool
) -> None:
    """Lay out what Observations told: panels with their members, then loose items, then totals.

    Args:
        desk: where the sheets are.
        told: for each Observation, itself and then its components.
        elements: the Observations, in the same order.
        pool: to find the members of panels.
    """
    codebook = desk.codebook
    by_entry = {id(rows[0].entry): rows for rows in told}
    used: set[int] = set()
    for rows, element in zip(told, elements, strict=True):
        instrument = codebook.panels.get(rows[0].code)
        if instrument is None:
            continue
        parts = list(rows[1:])
        for member in element.many("hasMember"):
            found = pool.find(member, rows[0].entry)
            inside = by_entry.get(id(found)) if found is not None else None
            if inside is None:
                rows[0].remarks.lose(member.path, "points to nothing that was taken")
            elif not same_time(inside[0].when, rows[0].when):
                rows[0].remarks.lose(member.path, "is of another time")
            elif codebook.panels.get(inside[0].code) is None:
                parts += inside
                used.add(id(found))
        if parts:
            desk.lay(instrument, parts)
        elif rows[0].value is not None:
            desk.lay_total(rows[0])
        else:
            rows[0].remarks.refuse("is a panel without answers or a total")
    rest = [r for r in told if id(r[0].entry) not in used and r[0].code not in codebook.panels]
    desk.lay_loose([t for rows in rest for t in rows if t.code in codebook.items])
    for rows in rest:
        for one in rows:
            if one.code in codebook.totals:
                desk.lay_total(one)
