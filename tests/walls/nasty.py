"""What a browser, a broken script or somebody with bad intent may send to a form."""

from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from tests.walls.crawl import Form

TEXTS = [
    "",
    " ",
    "\x00",
    "Ada\x00Example",
    "\ud800",
    "\udfff\ud800",
    "😀" * 50,
    "👩‍👩‍👧‍👦",
    "مرحبا بالعالم",
    "\u202eevil\u202c",
    "Zoë Ångström-O'Neill",
    "e\u0301" * 40,
    "\ufeff\u200b",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "%s %(x)s {0} {}",
    "'; DROP TABLE people_patient; --",
    "../../../etc/passwd",
    "http://example.org/",
    "//example.org",
    "\r\nSet-Cookie: a=b",
    "null",
    "{",
    "[" * 2000,
    "x" * 20000,
    "on",
    "yes",
    "save",
]
NUMBERS = [
    "0",
    "1",
    "-1",
    "5",
    "10",
    "11",
    "999",
    "0.5",
    "1,5",
    "1e3",
    "1e400",
    "NaN",
    "Infinity",
    "-Infinity",
    "٣",
    "²",
    "½",
    "0x10",
    "1_000",
    "2147483648",
    "9223372036854775808",
    "9" * 400,
    "9" * 5000,
    "1.1",
    "1.1.1",
]
DATES = [
    "2020-02-30",
    "0000-00-00",
    "0001-01-01",
    "1066-10-14",
    "1900-01-01",
    "2024-02-29",
    "2026-03-08",
    "2026-03-08T02:30",
    "2026-11-01T01:30",
    "2999-12-31",
    "9999-12-31",
    "9999-12-31T23:59",
    "10000-01-01",
    "12/31/1999",
    "yesterday",
]
KEYS = [
    "00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-000000000007",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "not-a-key",
]
VALUES = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(NUMBERS),
    st.sampled_from(DATES),
    st.sampled_from(KEYS),
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)
NAMES = st.one_of(st.sampled_from(["", "\x00", "id", "pk", "seen", "_keep", "next", "ask", "😀"]))
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 300,
    "multipart/form-data; boundary=b",
    "text/plain; charset=nonsense",
    "application/fhir+json",
    "\u00e4/\u00f6",
    "",
]
BODIES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [
            b"",
            b"{",
            b'{"a": NaN}',
            b"a=%",
            b"a=%ff%fe&%80=%80",
            b"&&&===",
            b"a" * 50_000,
            b"&".join(b"a%d=b" % n for n in range(1200)),
            b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
            b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nx',
            b'--b\r\nContent-Disposition: form-data; name="n"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--",
        ]
    ),
)
HEADERS = st.sampled_from(
    [{}, {}, {}, {"hx-request": "true"}, {"accept": "application/json"}, {"accept-language": "es"}]
)
URLENCODED = "application/x-www-form-urlencoded"
Body = tuple[bytes, str, dict]


@st.composite
def bodies(draw, form: Form) -> Body:
    """Draw a body for a form, its content type and headers.

    Most bodies are the form as it stood on the page with a few fields spoilt: only those get past
    the first check and into what lies behind it.
    """
    headers = draw(HEADERS)
    if draw(st.integers(0, 9)) == 0:
        return draw(BODIES), draw(st.sampled_from(TYPES)), headers
    pairs = [pair for pair in _filled(draw, form) for pair in _spoilt(draw, pair)]
    if draw(st.integers(0, 4)) == 0:
        pairs.append((draw(NAMES), draw(VALUES)))
    if draw(st.integers(0, 7)) == 0:
        return _uploaded(pairs, draw(st.binary(max_size=60))), TYPES[5], headers
    return urlencoded(pairs), URLENCODED, headers


def _filled(draw, form: Form) -> list[tuple[str, str]]:
    """Fill the form in as somebody might: each choice made, some fields with a date or number."""
    chosen = {name: draw(st.sampled_from(offers)) for name, offers in form.offers.items()}
    kept = {name: value for name, value in form.fields if name not in chosen}
    for name, value in kept.items():
        if not value and draw(st.booleans()):
            kept[name] = draw(
                st.sampled_from(["Sam", "5", "2020-03-01", "2026-11-01", "sam@example.org"])
            )
    return [*kept.items(), *chosen.items()]


def _spoilt(draw, pair: tuple[str, str]) -> list[tuple[str, str]]:
    """Return a field as it is, spoilt, missing, or sent twice."""
    how = draw(st.integers(0, 9))
    if how < 6:
        return [pair]
    if how == 6:
        return []
    if how == 7:
        return [pair, (pair[0], draw(VALUES))]
    return [(pair[0], draw(VALUES))]


def urlencoded(pairs) -> bytes:
    """Write fields as a form does, lone surrogates and all."""
    return b"&".join(_quoted(name) + b"=" + _quoted(value) for name, value in pairs)


def _quoted(text: str) -> bytes:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass")).encode()


def _uploaded(pairs, junk: bytes) -> bytes:
    """Write fields as a form with a file does; the first field is a file of random bytes."""
    parts = []
    for number, (name, value) in enumerate(pairs):
        head = b'Content-Disposition: form-data; name="' + _quoted(name) + b'"'
        body = value.encode("utf-8", "surrogatepass")
        if number == 0:
            head += b'; filename="a\xff.exe"\r\nContent-Type: application/json'
            body = junk
        parts.append(b"--b\r\n" + head + b"\r\n\r\n" + body + b"\r\n")
    return b"".join(parts) + b"--b--\r\n"
