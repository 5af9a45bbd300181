"""Whatever comes, reading it ends in a report: real files bent at random, and any JSON at all."""

import copy
import dataclasses
import unicodedata
from datetime import date

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.fhir.rules.dates import BadDate, read_date
from alongside.fhir.rules.delivery import Delivery, read
from alongside.fhir.rules.files import SourceFile
from alongside.fhir.rules.report import Line
from alongside.fhir.rules.scores import Sheet
from tests.rooms.fhir.incoming import BUNDLES, PHQ9, STORY, TODAY, bundle, codes, patient

WORDS = [
    "2026-02-30",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "#",
    "#x",
    "Patient/ada",
    "99999-9",
    "http://loinc.org",
    "44261-6",
    "\x00",
    "\u202e",
    "Patient?",
]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["", *WORDS])
)
NAMES = [
    "reference",
    "coding",
    "code",
    "system",
    "value",
    "extension",
    "start",
    "end",
    "item",
    "answer",
    "linkId",
    "name",
    "given",
    "period",
    "detail",
    "url",
    "text",
    "resource",
]
ELEMENTS = [
    "status",
    "code",
    "subject",
    "period",
    "participant",
    "activity",
    "category",
    "component",
    "hasMember",
    "item",
    "authored",
    "effectiveDateTime",
    "name",
    "id",
]
KEYS = st.sampled_from(NAMES) | st.text(max_size=6)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def real_resources():
    """Return one of every kind and shape from the real files: a small, crowded person."""
    rows = [orjson.loads(path.read_bytes()) for path in [*STORY, *PHQ9]]
    seen = {}
    for entry in orjson.loads(BUNDLES[1].read_bytes())["entry"]:
        resource = entry["resource"]
        seen.setdefault((resource["resourceType"], tuple(sorted(resource))), resource)
    return rows + list(seen.values())


RESOURCES = [row for row in real_resources() if row["resourceType"] != "Patient"]
PATIENTS = [row for row in real_resources() if row["resourceType"] == "Patient"]


def places(content, here=()):
    """Yield every place in a JSON value."""
    yield here
    if isinstance(content, dict | list):
        rows = content.items() if isinstance(content, dict) else enumerate(content)
        for key, inner in rows:
            yield from places(inner, (*here, key))


def bent(content, data):
    """Return a copy in which one place holds something else, or nothing."""
    where = data.draw(st.sampled_from([p for p in places(content) if p]))
    whole = copy.deepcopy(content)
    inner = whole
    for key in where[:-1]:
        inner = inner[key]
    if data.draw(st.booleans()):
        inner[where[-1]] = data.draw(JSON)
    elif isinstance(inner, dict):
        del inner[where[-1]]
    else:
        inner.append(data.draw(JSON))
    return whole


def check(deliveries):
    for delivery in deliveries:
        assert isinstance(delivery, Delivery)
        assert delivery.lines
        assert all(isinstance(line, Line) and line.says and str(line) for line in delivery.lines)
        if delivery.person is None:
            taken = (delivery.conditions, delivery.sheets, delivery.visits, delivery.helpers)
            assert not any(taken)
        for text in texts(delivery):
            assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs")]
        for sheet in delivery.sheets:
            assert sheet.when.on is not None
            assert sheet.when.on <= TODAY
        for visit in delivery.visits:
            assert visit.started.first <= TODAY
            assert visit.ended is None or visit.ended.last >= visit.started.first


def texts(value):
    """Yield every text that would be kept."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sheet):
        yield from value.keys
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            if one.name not in ("lines", "files", "said", "key"):
                yield from texts(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)


def read_all(*contents):
    files = [SourceFile(f"{n}.json", orjson.dumps(c)) for n, c in enumerate(contents)]
    deliveries = read(files, codes(), today=TODAY)
    check(deliveries)
    return deliveries


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_real_resource_bent_at_random_never_breaks_the_reading(data):
    somebody = data.draw(st.sampled_from(PATIENTS))
    address = {"reference": f"Patient/{somebody['id']}"}
    rows = []
    for row in data.draw(st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=5)):
        about = {"subject": address} if "subject" in row else {}
        rows.append(bent(row | about, data))
    if data.draw(st.booleans()):
        somebody = bent(somebody, data)

    read_all(bundle(somebody, *rows))


@settings(max_examples=60, deadline=None)
@given(st.lists(JSON, max_size=4))
def test_any_json_at_all_never_breaks_the_reading(contents):
    files = [SourceFile(f"{n}.json", orjson.dumps(c)) for n, c in enumerate(contents)]

    check(read(files, codes(), today=TODAY))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_at_all_never_break_the_reading(raw):
    check(read([SourceFile("came.json", raw)], codes(), today=TODAY))


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["Condition", "Observation", "MedicationRequest", "CarePlan", "CareTeam"])
    | st.sampled_from(["Encounter", "QuestionnaireResponse", "Patient", "Practitioner"]),
    st.dictionaries(
        st.sampled_from(ELEMENTS),
        JSON,
        max_size=6,
    ),
)
def test_a_resource_of_anything_never_breaks_the_reading(kind, content):
    row = {"resourceType": kind, "subject": {"reference": "Patient/ada"}} | content

    read_all(bundle(patient(), row))


@given(st.text(max_size=30) | st.from_regex(r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)\Z"))
def test_a_date_is_read_or_refused(said):
    try:
        when = read_date(said)
    except BadDate:
        return
    assert when.first <= when.last


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_whole_date_is_read_as_it_is(day):
    assert read_date(day.isoformat()).on == day
    assert read_date(f"{day:%Y}".zfill(4)).first <= day <= read_date(f"{day:%Y}".zfill(4)).last
