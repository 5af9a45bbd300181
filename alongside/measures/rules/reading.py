"""Make an instrument from its parsed file, and refuse a file that cannot be right.

The vocabulary of the files is told in `measures/instruments/README.md`.
"""

from collections import Counter

from alongside.engine.scoring.conditions import Condition
from alongside.engine.scoring.form import DECLINED, Form
from alongside.measures.rules.conditions import items_in, scores_in
from alongside.measures.rules.fields import Fields
from alongside.measures.rules.instrument import (
    ChangeRule,
    Example,
    Instrument,
    Licence,
    Loinc,
    Schedule,
)
from alongside.measures.rules.questions import answer_lists, loinc_code, question
from alongside.measures.rules.scores import algorithm, critical_rule, score

SCHEMA = "alongside.instrument/1"
TIERS = ("public_domain", "open", "project")
ANSWERED_BY = {"self", "clinician"}
MOMENTS = {
    "intake",
    "discharge",
    "pre_admission",
    "plan_review",
    "session",
    "check_in",
    "as_needed",
}


def read_instrument(content: object, *, name: str) -> Instrument:
    """Read one instrument from the parsed content of the file `name`.

    Raises:
        BadInstrument: if anything is missing, misspelt or contradicts itself.
    """
    fields = Fields(content, name)
    if fields.text("schema") != SCHEMA or fields.text("id") != name:
        raise fields.refuse(f"schema must be {SCHEMA}, and id the name of the file")
    lists = answer_lists(fields.inner("answer_lists"))
    questions = tuple(question(one, lists) for one in fields.many("items"))
    items = {q.id: q.item for q in questions}
    scores = [score(one, items) for one in fields.many("scores")]
    rules = [critical_rule(one) for one in fields.many("critical_rules")]
    by, instructions = _answered_by(fields), fields.text("instructions")
    recall, verified = fields.inner("recall_period"), fields.inner("verified")
    found = Instrument(
        id=name,
        short=fields.text("short"),
        title=fields.text("title"),
        version=fields.text("version"),
        language=fields.text("language"),
        domain=fields.text("domain"),
        population=fields.text("population"),
        administration=fields.text("administration"),
        answered_by=by,
        recall=recall.text("text"),
        recall_iso=recall.text_or_none("iso"),
        licence=_licence(fields.inner("licence")),
        source_urls=fields.texts("source_urls"),
        loinc=_loinc(fields.inner("loinc")),
        instructions=instructions,
        lead_in=fields.text("lead_in", instructions),
        questions=questions,
        form=Form(
            items=tuple(items.values()),
            scores=tuple(spec for spec, _, _ in scores),
            algorithms=tuple(algorithm(one) for one in fields.many("algorithms", [])),
            critical_rules=tuple(rule for rule, _ in rules),
        ),
        help_by_rule={rule.id: shown for rule, shown in rules if shown is not None},
        score_labels={spec.id: label for spec, label, _ in scores},
        score_notes={spec.id: note for spec, _, note in scores if note},
        change=_change(fields.inner("change")),
        schedule=_schedule(fields.inner("schedule"), fields.text("cadence_iop")),
        notes=tuple(fields.text(k) for k in ("notes", "sud_note", "accuracy") if k in fields),
        verified={key: verified.take(key) for key in verified.keys_left()},
        examples=tuple(_example(one) for one in fields.many("worked_examples")),
        is_offered=fields.flag("enabled_by_default"),
    )
    recall.close()
    fields.close()
    _check(fields, found)
    return found


def _answered_by(fields: Fields) -> frozenset[str]:
    found = frozenset(fields.texts("answered_by"))
    if not found or not found <= ANSWERED_BY:
        raise fields.refuse("answered_by lists self, clinician or both")
    return found


def _licence(fields: Fields) -> Licence:
    tier = fields.text("tier")
    if tier not in TIERS or not fields.flag("redistributable"):
        raise fields.refuse(f"only {', '.join(TIERS)} may be shipped, not {tier}")
    found = Licence(tier, fields.text("note"), fields.text("attribution"), fields.text("source"))
    if not found.note or not found.source:
        raise fields.refuse("the ground for shipping the wording, and its source, must be told")
    fields.close()
    return found


def _loinc(fields: Fields) -> Loinc:
    found = Loinc(loinc_code(fields, "panel"), loinc_code(fields, "total"), fields.text("status"))
    fields.text("source")
    fields.close()
    return found


def _change(fields: Fields) -> ChangeRule:
    sentences = [fields.text(k, "") for k in ("note", "source", "mcid_relative")]
    sentences += [f"{k}: {fields.text(k)}" for k in ("response", "remission") if k in fields]
    found = ChangeRule(
        scores=fields.texts("scores", []),
        mcid=fields.number_or_none("mcid"),
        rci=fields.number_or_none("rci"),
        mcid_is_provisional=fields.flag("mcid_provisional", False),
        rci_is_provisional=fields.flag("rci_provisional", False),
        mcid_source=fields.text("mcid_source", ""),
        rci_source=fields.text("rci_source", ""),
        notes=tuple(sentence for sentence in sentences if sentence),
    )
    fields.close()
    has_value = found.mcid is not None or found.rci is not None
    if has_value != bool(found.scores):
        raise fields.refuse("scores must say which scores mcid and rci are for, if there are any")
    if (found.mcid is not None and not found.mcid_source) or (
        found.rci is not None and not found.rci_source
    ):
        raise fields.refuse("a value needs its source")
    return found


def _schedule(fields: Fields, words: str) -> Schedule:
    moments = frozenset(fields.texts("at", []))
    every = fields.whole("every_days") if "every_days" in fields else None
    after = tuple(fields.several("after_discharge_days", []))
    fields.close()
    if not moments <= MOMENTS or (every is not None and every < 1):
        raise fields.refuse(f"at lists some of {', '.join(sorted(MOMENTS))}; days are 1 or more")
    if not (moments or every or after):
        raise fields.refuse("an instrument without a time would never be given")
    return Schedule(moments, every, after, words)


def _example(fields: Fields) -> Example:
    found = Example(fields.take("answers"), fields.take("expect"), fields.text("arithmetic"))
    fields.close()
    return found


def _check(fields: Fields, found: Instrument) -> None:
    """Refuse names that are used twice or point to nothing.

    Raises:
        BadInstrument: if there are any.
    """
    items = {item.id for item in found.form.items}
    scores = {spec.id for spec in found.form.scores}
    rules = [rule.id for rule in found.form.critical_rules]
    for ids in ([q.id for q in found.questions], [s.id for s in found.form.scores], rules):
        twice = [name for name, times in Counter(ids).items() if times > 1]
        if twice:
            raise fields.refuse(f"{', '.join(twice)} stands there twice")
    strangers = (_items_named(found) - items) | (_scores_named(found) - scores)
    if strangers or DECLINED in items:
        raise fields.refuse(f"no item or score is called {', '.join(sorted(strangers))}")
    if found.change.scores and not set(found.change.scores) <= scores:
        raise fields.refuse("change names a score that does not exist")
    if not found.examples:
        raise fields.refuse("without a worked example nobody can check the scoring")


def _items_named(found: Instrument) -> set[str]:
    form, conditions = found.form, _conditions(found)
    conditions += [case.when for spec in form.scores for case in spec.cases]
    conditions += [item.shown_when for item in form.items if item.shown_when is not None]
    return {name for when in conditions for name in items_in(when)}


def _scores_named(found: Instrument) -> set[str]:
    return {name for when in _conditions(found) for name in scores_in(when)}


def _conditions(found: Instrument) -> list[Condition]:
    form = found.form
    return [a.when for a in form.algorithms] + [rule.when for rule in form.critical_rules]
