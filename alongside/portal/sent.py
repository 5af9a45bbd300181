"""What a page of the check-in sends, read into answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, QueryDict

from alongside.monitoring.forms import AnswerForm, form_of
from alongside.monitoring.rules.answers import is_answer, touched
from alongside.monitoring.rules.questions import QUESTION_OF, QUESTIONS
from alongside.monitoring.rules.saving import SWITCHES
from alongside.portal.days import day_in

SKIP, CLEAR = "skip", "clear"


@dataclass(frozen=True)
class Sent:
    """A day, the questions that were on the page, and what was said to each.

    Args:
        questions: in the order they were sent.
        forms: by question; one that was skipped has none.
        seen: by question, the mark of what the page showed.
    """

    day: date
    questions: list[str]
    forms: Mapping[str, AnswerForm]
    seen: Mapping[str, str]
    key: str
    then: str

    @property
    def current(self) -> str:
        """Return the question to show again: the first with something wrong, or the last."""
        return next((q for q, form in self.forms.items() if form.errors), self.questions[-1])

    def is_valid(self) -> bool:
        """Say whether everything can be taken; every form is looked at, so that each says why."""
        return not [question for question, form in self.forms.items() if not form.is_valid()]

    def answers(self) -> dict[str, Any]:
        """Return what was said, by field, once it is valid."""
        return {
            name: value
            for question in self.questions
            if question not in self.skipped()
            for name, value in self.forms[question].answers().items()
        }

    def skipped(self) -> list[str]:
        """Return the questions that were passed over, or sent on with nothing said."""
        return [q for q in self.questions if q not in self.forms or not _says(self.forms[q])]


def read(post: QueryDict, at: datetime) -> Sent:
    """Read what was sent.

    Without `ask`, the questions are those whose fields were sent.

    Raises:
        Http404: if there is no such day or question.
    """
    questions = post.getlist("ask") or list(touched(name for name in post if name in QUESTION_OF))
    if not set(questions) <= set(QUESTIONS):
        raise Http404
    go = post.get("go", "")
    return Sent(
        day=day_in(post.get("day", ""), at),
        questions=questions,
        forms={
            q: form_of(QUESTIONS[q], post)
            for q in questions
            if go != CLEAR and (go != SKIP or _was_filled(q, post))
        },
        # Without a mark nothing is known of what the page showed, and nothing is compared.
        seen={q: m for q, m in zip(questions, post.getlist("seen"), strict=False) if m},
        key=post.get("key", ""),
        then=post.get("then", ""),
    )


def _was_filled(question: str, post: QueryDict) -> bool:
    """Say whether something stands in a question's fields: then skipping does not drop it."""
    form = form_of(QUESTIONS[question])
    return any(post.get(name, "").strip() for name in form.fields if name not in SWITCHES)


def _says(form: AnswerForm) -> bool:
    return any(is_answer(v) for name, v in form.answers().items() if name not in SWITCHES)
