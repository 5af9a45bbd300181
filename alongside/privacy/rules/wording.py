"""Read the words a privacy officer writes into a scenario: who asks, and what for.

In the product both are chosen from a list. A scenario file says them in plain words, so these
tables translate them; what they do not know becomes `OTHER`, which by itself opens nothing.
"""

import re
from collections.abc import Iterable

from alongside.people.rules import Discipline
from alongside.privacy.rules.vocabulary import VENDORS, Holder, Kind, Purpose, Role

# The first pattern that is found, names the purpose.
_PURPOSES: tuple[tuple[str, Purpose], ...] = (
    (r"breach|lost (laptop|device|phone)|stolen", Purpose.BREACH),
    (r"fund-?rais|donat|donor", Purpose.FUNDRAISING),
    (
        r"own (product|purpose|use|research|development)|\bmodels?\b|machine learning|"
        r"\bai\b|algorithm|product development|marketing|advertis|\bsell|\bsale|resale",
        Purpose.VENDORS_OWN,
    ),
    (r"benchmark", Purpose.BENCHMARKING),
    (r"(product|drug|medication|device) safety|recall|contaminat", Purpose.PRODUCT_SAFETY),
    (
        r"(crime|assault|theft|threat|violence|incident|attack|robbery|vandalism)\b.*"
        r"\b(premises|personnel|staff|lobby|our program|the program|on site)",
        Purpose.CRIME_ON_PREMISES,
    ),
    (r"pdmp|prescription (drug )?monitoring", Purpose.PDMP),
    (r"(double|dual|multiple|duplicate) enrol|registry", Purpose.REGISTRY),
    (r"duty to (warn|protect)|\bwarn|tarasoff|threat (against|to) (a |the )", Purpose.DUTY_TO_WARN),
    (r"vital statistic|cause of death|death (certificate|inquiry|inv)", Purpose.VITAL_STATISTICS),
    (r"public health|surveillance|epidemiolog|outbreak|disease report", Purpose.PUBLIC_HEALTH),
    (r"research|clinical trial|thesis|dissertation|\bstudy", Purpose.RESEARCH),
    (r"own defen[cs]e|defend", Purpose.OWN_DEFENCE),
    (r"training|teaching|supervision of|clinical supervision|case discussion", Purpose.TRAINING),
    (r"monitor|probation|parole|pre-?trial|drug court|condition of", Purpose.MONITORING),
    (r"probate|\bestate\b|life insurance|disability (claim|benefit)", Purpose.OTHER),
    (
        r"investigat|prosecut|burglar|past (crime|offen[cs]e)|criminal charge|search for",
        Purpose.INVESTIGATION,
    ),
    (
        r"proceeding|\bcourt|litigation|lawsuit|\bsuit\b|\btrial\b|\bhearing\b|custody|divorce|"
        r"testi(fy|mony)|deposition|discovery|subpoena",
        Purpose.PROCEEDING,
    ),
    (r"child.*(abuse|neglect|report|protect)|neglect report", Purpose.CHILD_ABUSE_REPORT),
    (
        r"(elder|adult|dependent).*(abuse|neglect|report|protect)|mandat\w+ report|"
        r"initial report|\breport(ing)?\b|incident",
        Purpose.OTHER_REPORT,
    ),
    (r"emergenc|crisis|imminent|welfare check|wellness check|disaster", Purpose.EMERGENCY),
    (
        r"audit|evaluation|licens|accredit|inspection|certification|"
        r"(quality|utili[sz]ation|program|site|compliance) review|review$",
        Purpose.AUDIT,
    ),
    (
        r"accounting|(list|log|history|report) of (the )?(disclosures?|recipients?)|"
        r"who (has )?(received|got|saw)|recipients? list|disclosure list",
        Purpose.ACCOUNTING,
    ),
    (r"curiosity|curious|personal interest|gossip|snoop", Purpose.CURIOSITY),
    (
        r"remind|messag|text|hosting|storage|backup|laborator|\blabs?\b|(drug|urine) (test|screen)|"
        r"test|toxicolog|specimen|transcri|interpret|translat|data processing|staffing|"
        r"schedul|telehealth|support|print|mailing|dosage|service",
        Purpose.SERVICE,
    ),
    (r"payment|claim|bill|reimburse|prior auth|eligib|coverage|insurance", Purpose.PAYMENT),
    (r"operation|population health|quality|accountable care", Purpose.OPERATIONS),
    (
        r"treat|\bcare\b|therap|diagnos|referral|consult|clinical|medical|follow-?up|transfer",
        Purpose.TREATMENT,
    ),
    (r"access|own (chart|record|copy)|portal|copy of (the|my|own)", Purpose.ACCESS),
    (r"inquiry|enquiry|inform|question|visit|call", Purpose.INQUIRY),
)

_ROLES: tuple[tuple[str, Role], ...] = (
    (r"\bbill(er|ing)|claims|coder", Role.BILLING),
    (r"intern\b|trainee|student|resident\b", Role.TRAINEE),
    (r"child (protect|welfare|services)|child protective|\bcps\b", Role.CHILD_PROTECTION),
    (r"(adult|elder) (protect|services|abuse)|adult protective|\baps\b", Role.ADULT_PROTECTION),
    (r"coroner|medical examiner|vital (records|statistics)", Role.CORONER),
    (r"\bfda\b|food and drug", Role.FDA),
    (
        r"\bva\b|veterans|department of defense|armed forces|military|\bnavy\b|\barmy\b",
        Role.VETERANS,
    ),
    (r"\bplan\b|insurer|insurance|payer|medicaid|medicare|\bhmo\b|managed care", Role.HEALTH_PLAN),
    (
        r"physician|doctor|\bdr\b|nurse|hospital|\bed\b|\ber\b|emergency (department|room|medic)|"
        r"paramedic|\bemt\b|\bems\b|ambulance|clinician|clinic\b|pharmac|practitioner|therapist|"
        r"psychiatr|psycholog|poison|primary care|\w+ologist\b|surgeon|dentist|midwife",
        Role.MEDICAL,
    ),
)
_PATIENT = r"^(the )?(patient|client|self)\b(?!'s)"
_PARENT = r"^(the |a )?(step-?)?(parent|mother|father|mum|mom|dad)\b(?!'s)"
_DISCIPLINES: tuple[tuple[str, Discipline], ...] = (
    (r"psychiatr", Discipline.PSYCHIATRIST),
    (r"psycholog", Discipline.PSYCHOLOGIST),
    (r"family (therapist|worker)", Discipline.FAMILY_THERAPIST),
    (r"privacy", Discipline.PRIVACY_OFFICER),
    (r"counsel", Discipline.ADDICTION_COUNSELOR),
    (r"social worker", Discipline.SOCIAL_WORKER),
    (r"nurse", Discipline.NURSE),
    (r"case (manager|worker)", Discipline.CASE_MANAGER),
    (r"peer", Discipline.PEER_SPECIALIST),
    (r"director", Discipline.PROGRAM_DIRECTOR),
    (r"front desk|reception", Discipline.FRONT_DESK),
    (r"auditor", Discipline.AUDITOR),
    (r"therapist|clinician|treating|care team|team member|physician|doctor", Discipline.THERAPIST),
)
_NOT_ON_CASE = r"not (on|in|part of) (the|this|their)|not assigned|other team|off the case"
_AUTHOR = r"author|originat|own notes?\b|who wrote|\bwriter\b"

# One word for each group, so that "insurance company" is the "insurer" of the form.
_SAME_WORD = {
    word: group[0]
    for group in (
        ("insurer", "insurance", "payer", "plan"),
        ("attorney", "lawyer", "counsel", "solicitor"),
        ("spouse", "wife", "husband", "partner"),
        ("parent", "mother", "father", "mum", "mom", "dad"),
        ("dr", "doctor", "physician"),
    )
    for word in group
}
_NO_WEIGHT = frozenset(
    {"a", "an", "the", "my", "his", "her", "their", "of", "for", "new", "at", "in", "to", "with"}
)


def purpose_of(text: str, *, kind: Kind, role: Role) -> Purpose:
    """Return the purpose that the words say; whom they come from tells some of them apart.

    >>> purpose_of("mandated report", kind=Kind.GOVERNMENT, role=Role.CHILD_PROTECTION).value
    'child_abuse_report'
    >>> purpose_of("housing application", kind=Kind.NON_COVERED, role=Role.OTHER).value
    'other'
    """
    said = text.strip().lower().replace("_", " ")
    found = next((purpose for pattern, purpose in _PURPOSES if re.search(pattern, said)), None)
    if found is None:
        return Purpose.OTHER
    if found is Purpose.OTHER_REPORT and role is Role.CHILD_PROTECTION:
        return Purpose.CHILD_ABUSE_REPORT
    if found is Purpose.CHILD_ABUSE_REPORT and role is Role.ADULT_PROTECTION:
        return Purpose.OTHER_REPORT
    if kind in VENDORS and found in {Purpose.ACCOUNTING, Purpose.MONITORING, Purpose.ACCESS}:
        # A bookkeeper's accounting is a service; the patient's is a right.
        return Purpose.SERVICE
    return found


def purposes_of_form(text: str, *, kind: Kind, role: Role) -> frozenset[Purpose]:
    """Return all the purposes that a form's words say; a form for TPO names several at once."""
    parts = re.split(r",|;|/|\band\b", text)
    return frozenset(purpose_of(part, kind=kind, role=role) for part in parts if part.strip())


def role_of(text: str, kind: Kind) -> Role:
    """Return what the asker does, where a rule turns on it.

    >>> role_of("patient", Kind.INDIVIDUAL).value
    'patient'
    >>> role_of("patient's attorney", Kind.INDIVIDUAL).value
    'other'
    """
    said = text.strip().lower()
    if kind is Kind.INDIVIDUAL:
        if re.search(_PATIENT, said):
            return Role.PATIENT
        return Role.PARENT if re.search(_PARENT, said) else Role.OTHER
    inside = {Role.BILLING, Role.TRAINEE}
    for pattern, role in _ROLES:
        if (role in inside) == (kind is Kind.INTERNAL) and re.search(pattern, said):
            return role
    return Role.OTHER


def discipline_of(text: str) -> Discipline | None:
    """Return the discipline that a member of staff is said to have, if any."""
    said = text.lower()
    return next((word for pattern, word in _DISCIPLINES if re.search(pattern, said)), None)


def is_off_case(text: str) -> bool:
    """Say whether the words put a member of staff off the case."""
    return bool(re.search(_NOT_ON_CASE, text.lower()))


def is_author(text: str) -> bool:
    """Say whether the words make a member of staff the author of the notes."""
    return bool(re.search(_AUTHOR, text.lower()))


def holder_of(text: str) -> Holder:
    """Return who holds the record; an unknown holder is the one that may do least.

    >>> holder_of("recipient_ce").value, holder_of("employer").value
    ('recipient_ce', 'recipient_other')
    """
    said = text.strip().lower()
    if said in {"program", "part2_program", "our program"}:
        return Holder.PROGRAM
    if "intermediary" in said or said in {"hie", "recipient_hie"}:
        return Holder.INTERMEDIARY
    covered = {"recipient_ce", "recipient_ba", "recipient_program", "covered_entity"}
    return Holder.RECIPIENT_CE if said in covered else Holder.RECIPIENT_OTHER


def is_same(named: str, asker: str) -> bool:
    """Say whether the words of a form name the asker.

    The head of each (what stands before a comma or bracket) is compared word by word: one must say
    everything the other says. "Employer" is not "employer's insurer".

    >>> is_same("Dr B", "Dr B, new therapist"), is_same("Dr B", "Dr C, new therapist")
    (True, False)
    >>> is_same("registry", "central registry"), is_same("spouse", "spouse's attorney")
    (True, False)
    """
    asking = _words(_head(asker))
    forms = [_words(part) for part in alternatives(named)]
    return any(said and asking and (said <= asking or asking <= said) for said in forms)


def alternatives(named: str) -> list[str]:
    """Return the recipients that one line of a form names, in its words."""
    parts = re.split(r"\band\b|\bor\b|[+;&]|,(?=\s*[A-Z])", named)
    return [_head(part).strip(" '\"") for part in parts if _head(part).strip(" '\"")]


def share_a_word(one: str, other: str) -> bool:
    """Say whether two lines have a word of weight in common."""
    return bool(_words(one) & _words(other))


def _head(text: str) -> str:
    """Return what stands before the first comma, bracket or dash."""
    return re.split(r",|\(|\s[-\u2013\u2014]\s", text.strip(), maxsplit=1)[0]


def _words(text: str) -> frozenset[str]:
    """Return the words that carry weight, one for each group of synonyms."""
    words: Iterable[str] = re.findall(r"[\w'\u2019]+", text.lower().replace("_", " "))
    return frozenset(_SAME_WORD.get(word, word) for word in words if word not in _NO_WEIGHT)
