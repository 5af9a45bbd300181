"""What is far too large is refused before anybody reads it."""

import pytest

from alongside.config.size import MOST_BYTES
from alongside.fhir.rules.files import LARGEST

pytestmark = pytest.mark.django_db


class Unread:
    """A body that says when somebody reads it."""

    def __init__(self):
        self.was_read = False

    def read(self, *_):
        self.was_read = True
        return b""

    readline = read


def send(client, length):
    body = Unread()
    answer = client.generic(
        "POST",
        "/accounts/login/",
        **{
            "wsgi.input": body,
            "CONTENT_LENGTH": str(length),
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
    )
    return answer, body


@pytest.mark.parametrize("length", [MOST_BYTES + 1, 10**18, 10**40, "-5", "many"])
def test_a_body_that_is_far_too_large_is_refused_unread(client, length):
    answer, body = send(client, length)

    assert answer.status_code == 400
    assert not body.was_read


def test_the_largest_file_that_a_form_takes_gets_through_to_it(client):
    _, body = send(client, LARGEST + 1024 * 1024)

    assert body.was_read
