"""Which LOINC code belongs to which instrument, question and score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alongside.measures.rules.instrument import Instrument, Question


@dataclass(frozen=True)
class Codebook:
    """The instruments of the program, by their codes.

    Args:
        instruments: by id.
        panels: instrument id by panel code.
        totals: instrument id by code of the total.
        items: by question code: the question's id in each instrument that asks it.
    """

    instruments: Mapping[str, Instrument]
    panels: Mapping[str, str]
    totals: Mapping[str, str]
    items: Mapping[str, Mapping[str, str]]

    def question(self, instrument_id: str, code: str) -> Question | None:
        """Return the question that a code stands for in an instrument."""
        instrument = self.instruments[instrument_id]
        item = self.items.get(code, {}).get(instrument_id)
        return None if item is None else instrument.question_by_id[item]

    def best_for(self, codes: Iterable[str]) -> str | None:
        """Return the instrument that asks the most of these questions, and then the fewest others.

        Short forms share their questions with long ones: nine of ten PHQ-9 items are a PHQ-9 with
        a gap, and its first two alone are a PHQ-2.
        """
        wanted = set(codes)
        fits = []
        for name, instrument in self.instruments.items():
            asked = {q.loinc for q in instrument.questions if q.loinc}
            if hit := len(asked & wanted):
                fits.append((-hit, len(instrument.questions), name))
        return min(fits)[2] if fits else None


def codebook(instruments: Iterable[Instrument]) -> Codebook:
    """Make the codebook of these instruments."""
    known = {instrument.id: instrument for instrument in instruments}
    items: dict[str, dict[str, str]] = {}
    for name, instrument in known.items():
        for question in instrument.questions:
            if question.loinc:
                items.setdefault(question.loinc, {})[name] = question.id
    return Codebook(
        instruments=known,
        panels={i.loinc.panel: n for n, i in known.items() if i.loinc.panel},
        totals={i.loinc.total: n for n, i in known.items() if i.loinc.total},
        items=items,
    )
