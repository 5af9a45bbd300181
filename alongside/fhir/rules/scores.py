"""Read answers and scores of our own instruments, from Observations and QuestionnaireResponses.

The same administration often comes several times over: as a response, as a panel, item by item,
and as a total. What belongs to one moment and one instrument is put together into one sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from alongside.engine.scoring.answers import AnswerNotAllowed, read_one
from alongside.engine.scoring.form import DECLINED
from alongside.engine.scoring.scorer import Result
from alongside.fhir.rules.codebook import Codebook
from alongside.fhir.rules.codes import LOINC, wrong_with_loinc
from alongside.fhir.rules.dates import When, wrong_with
from alongside.fhir.rules.element import Element
from alongside.fhir.rules.files import Entry
from alongside.fhir.rules.report import Remarks, quoted
from alongside.measures.rules.instrument import Instrument, Question

Answer = float | str | None
# FHIR R4, observation-status: these are results that stand.
STANDING = ("final", "amended", "corrected")
OBSERVATION = frozenset(
    {
        "status",
        "category",
        "code",
        "subject",
        "effectiveDateTime",
        "effectivePeriod",
        "effectiveInstant",
        "issued",
        "performer",
        "valueQuantity",
        "valueInteger",
        "valueString",
        "valueCodeableConcept",
        "dataAbsentReason",
        "interpretation",
        "component",
        "hasMember",
        "derivedFrom",
        "encounter",
        "basedOn",
        "partOf",
        "referenceRange",
        "device",
        "method",
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer or total as it was sent.

    Args:
        code: LOINC code of the question, the panel or the total.
        value: what was sent: a number, a word that declines, or None where nothing was said.
        answer_codes: LOINC codes of a chosen answer.
        label: the words of a chosen answer.
    """

    code: str
    value: Answer
    answer_codes: tuple[str, ...]
    label: str
    when: When
    entry: Entry
    remarks: Remarks
    path: str

    def lose(self, says: str) -> None:
        """Remark that this was left out: with its resource, if it is all that the resource says."""
        if self.path:
            self.remarks.lose(self.path, says)
        else:
            self.remarks.refuse(says, "value")


@dataclass(slots=True)
class Sheet:
    """One administration of one instrument.

    Args:
        answers: by question id, as the instrument stores them.
        total: what the sender says it came to, in points; kept where we cannot say it ourselves.
        total_is_possible: whether the instrument can come out at that.
        result: what our own scorer says of the answers; None without any.
        keys: the resources that it was read from.
    """

    instrument: Instrument
    when: When
    answers: dict[str, Answer] = field(default_factory=dict)
    total: float | None = None
    total_is_possible: bool = True
    result: Result | None = None
    keys: list[str] = field(default_factory=list)


def told_in_observation(
    entry: Entry, remarks: Remarks, codebook: Codebook, *, today: date, born: When | None
) -> list[Told]:
    """Read an Observation; empty, with the reason in `remarks`, if it is not one of ours."""
    element = Element(entry.content, remarks)
    code = _our_code(element, codebook, remarks)
    if code is None:
        return []
    status = element.text("status")
    if status not in STANDING:
        remarks.refuse(f"its status is {quoted(status)}: no result that stands", "status")
        return []
    when = _effective(element, remarks, today, born)
    if when is None:
        return []
    found = [_told(element, code, when, entry)]
    for part in element.many("component"):
        inner = _our_code(part, codebook, None)
        if inner is not None:
            found.append(_told(part, inner, when, entry))
        else:
            remarks.lose(part.path, "is no question of ours")
    element.tell_rest(OBSERVATION)
    return found


def _our_code(element: Element, codebook: Codebook, remarks: Remarks | None) -> str | None:
    concept = element.concept("code")
    codes = [c for c in (concept.codings if concept else ()) if c.system == LOINC]
    for coding in codes:
        if any(
            coding.code in known for known in (codebook.panels, codebook.totals, codebook.items)
        ):
            return coding.code
    if remarks is None:
        return None
    if concept is None:
        remarks.refuse("does not say what was observed", "code")
    elif codes and (wrong := wrong_with_loinc(codes[0].code)):
        remarks.refuse(f"{quoted(codes[0].code)} {wrong}", "code")
    else:
        remarks.refuse(f"{concept} is not one of the instruments used here", "code")
    return None


def _effective(element: Element, remarks: Remarks, today: date, born: When | None) -> When | None:
    when = element.when("effectiveDateTime") or element.when("effectiveInstant")
    if when is None and (period := element.one("effectivePeriod")):
        when = period.when("end") or period.when("start")
    if when is None:
        remarks.refuse("does not say when, and a score without a day tells nothing", "effective")
    elif when.on is None:
        remarks.refuse(f"{when.brief} is not a whole date", "effective")
    elif (wrong := wrong_with(when, today=today, born=born)) is not None:
        remarks.refuse(wrong, "effective")
    else:
        return when
    return None


def _told(element: Element, code: str, when: When, entry: Entry) -> Told:
    value, codes, label = value_of(element)
    return Told(code, value, codes, label, when, entry, element.remarks, element.path)


def value_of(element: Element) -> tuple[Answer, tuple[str, ...], str]:
    """Return a value as a number or "declined", the LOINC answer codes, and the answer's words."""
    if (absent := element.code_of("dataAbsentReason")) != "":
        return (DECLINED if absent == "asked-declined" else None), (), ""
    if (concept := element.concept("valueCodeableConcept")) is not None:
        codes = tuple(c.code for c in concept.codings if c.system == LOINC)
        return None, codes, concept.label
    if (coding := element.one("valueCoding")) is not None and (c := coding.as_coding()):
        return None, (c.code,) if c.system == LOINC else (), c.label
    if (quantity := element.one("valueQuantity")) is not None:
        if quantity.text("comparator"):
            element.remarks.lose(quantity.at("comparator"), "says more or less, not how much")
            return None, (), ""
        return quantity.number("value"), (), ""
    for name in ("valueInteger", "valueDecimal", "valueString"):
        if name in element:
            return element.number(name), (), ""
    return None, (), ""


def answer_to(question: Question, told: Told) -> Answer:
    """Return a sent answer as the instrument stores it; None with a remark if it cannot be one."""
    for code in told.answer_codes:
        if (value := question.value_of_loinc(code)) is not None:
            return value
    if told.label and question.is_choice:
        for choice in question.choices:
            if choice.label.casefold() == told.label.casefold():
                return choice.value
        told.lose(f"{quoted(told.label)} is no answer to question {question.id}")
        return None
    if told.label or told.value is None:
        told.lose(f"{quoted(told.label)} is no number" if told.label else "holds no answer")
        return None
    if told.value == DECLINED:
        return DECLINED
    try:
        return read_one(question.item, told.value)
    except AnswerNotAllowed as bad:
        told.lose(str(bad))
        return None


def same_time(one: When, other: When) -> bool:
    """Say whether two times may be the same: the same moment, or day where no time was told."""
    if one.at is not None and other.at is not None:
        return one.at == other.at
    return one.on == other.on


def fits_total(instrument: Instrument, total: float) -> bool:
    """Say whether an instrument's main score can come out at `total`."""
    spec = instrument.main_score
    if spec.low is not None and total < spec.low:
        return False
    return spec.high is None or total <= spec.high


def take_answers(sheet: Sheet, told: Iterable[Told], codebook: Codebook) -> None:
    """Put answers into a sheet; one that contradicts what stands there is left out."""
    for one in told:
        question = codebook.question(sheet.instrument.id, one.code)
        if question is None:
            if codebook.totals.get(one.code) != sheet.instrument.id:
                one.lose(f"is no question of {sheet.instrument.title}")
            continue
        answer = answer_to(question, one)
        standing = sheet.answers.get(question.id)
        if answer is None:
            sheet.answers.setdefault(question.id, None)
        elif standing in (None, answer):
            sheet.answers[question.id] = answer
        else:
            one.lose(f"question {question.id} was answered otherwise at the same time")
        if one.entry.key not in sheet.keys:
            sheet.keys.append(one.entry.key)
