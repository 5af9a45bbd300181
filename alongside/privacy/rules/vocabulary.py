"""The words in which a disclosure is asked for, allowed and refused.

They are those of the scenario files a privacy officer writes (`alongside policy check`), so that a
decision in the log, a scenario and a rule say the same thing.
"""

from enum import StrEnum

from alongside.people.rules import Category


class Kind(StrEnum):
    """What the asking person or organisation is, in the eyes of the law."""

    COVERED_ENTITY = "covered_entity"
    PART2_PROGRAM = "part2_program"
    BUSINESS_ASSOCIATE = "business_associate"
    QSO = "qso"
    VENDOR = "vendor"
    INTERMEDIARY = "intermediary"
    NON_COVERED = "non_covered"
    INDIVIDUAL = "individual"
    INTERNAL = "internal"
    RESEARCH = "research"
    REGISTRY = "registry"
    GOVERNMENT = "government"
    CRIMINAL_JUSTICE = "criminal_justice"
    LAW_ENFORCEMENT = "law_enforcement"
    COURT = "court"


# Whoever works for the program under an agreement, or would like to.
VENDORS = frozenset({Kind.QSO, Kind.VENDOR, Kind.BUSINESS_ASSOCIATE})


class Role(StrEnum):
    """What the asking person does, where a rule turns on it."""

    PATIENT = "patient"
    PARENT = "parent"
    MEDICAL = "medical"
    HEALTH_PLAN = "health_plan"
    CHILD_PROTECTION = "child_protection"
    ADULT_PROTECTION = "adult_protection"
    CORONER = "coroner"
    FDA = "fda"
    # The Department of Veterans Affairs and the armed forces: 42 CFR 2.12(c)(1)-(2).
    VETERANS = "veterans"
    BILLING = "billing"
    TRAINEE = "trainee"
    OTHER = "other"


class Holder(StrEnum):
    """Who holds the record that is asked for."""

    PROGRAM = "program"
    # Received it under a consent, and is a covered entity, business associate or program.
    RECIPIENT_CE = "recipient_ce"
    INTERMEDIARY = "intermediary"
    # Any other lawful holder.
    RECIPIENT_OTHER = "recipient_other"


class Act(StrEnum):
    """What would be done with the record."""

    DISCLOSE = "disclose"
    REDISCLOSE = "redisclose"
    USE = "use"
    ACKNOWLEDGE = "acknowledge"
    NOTIFY = "notify"


class Purpose(StrEnum):
    """What for."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    EMERGENCY = "emergency"
    TRAINING = "training"
    OWN_DEFENCE = "own_defence"
    SERVICE = "service"
    VENDORS_OWN = "vendors_own"
    BENCHMARKING = "benchmarking"
    AUDIT = "audit"
    RESEARCH = "research"
    PUBLIC_HEALTH = "public_health"
    PRODUCT_SAFETY = "product_safety"
    PROCEEDING = "proceeding"
    INVESTIGATION = "investigation"
    MONITORING = "monitoring"
    CRIME_ON_PREMISES = "crime_on_premises"
    CHILD_ABUSE_REPORT = "child_abuse_report"
    OTHER_REPORT = "other_report"
    DUTY_TO_WARN = "duty_to_warn"
    VITAL_STATISTICS = "vital_statistics"
    PDMP = "pdmp"
    REGISTRY = "registry"
    FUNDRAISING = "fundraising"
    ACCESS = "access"
    ACCOUNTING = "accounting"
    INQUIRY = "inquiry"
    BREACH = "breach"
    CURIOSITY = "curiosity"
    OTHER = "other"


# Treatment, payment and health care operations; an emergency is treatment (45 CFR 164.501).
TPO = frozenset({Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS, Purpose.EMERGENCY})


class Outcome(StrEnum):
    """The answer."""

    PERMIT = "permit"
    PERMIT_LIMITED = "permit_limited"
    DENY = "deny"
    ESCALATE = "escalate"
    NO_DISCLOSURE = "no_disclosure"


class Obligation(StrEnum):
    """What has to be done along with the answer."""

    NOTICE_2_32 = "NOTICE_2_32"
    CONSENT_COPY = "CONSENT_COPY"
    LIMIT_TO_PURPOSE = "LIMIT_TO_PURPOSE"
    MIN_NECESSARY = "MIN_NECESSARY"
    LOG_ACCOUNTING = "LOG_ACCOUNTING"
    LOG_ACCESS = "LOG_ACCESS"
    EMERGENCY_DOC = "EMERGENCY_DOC"
    QSOA = "QSOA"
    AUDIT_AGREEMENT = "AUDIT_AGREEMENT"
    ORDER_SCOPE = "ORDER_SCOPE"
    NEUTRAL_REPLY = "NEUTRAL_REPLY"
    PRIVACY_LEAD = "PRIVACY_LEAD"
    VERIFY_IDENTITY = "VERIFY_IDENTITY"
    VERIFY_TREATING = "VERIFY_TREATING"
    TELL_RECIPIENTS = "TELL_RECIPIENTS"
    PATIENT_LETTER = "PATIENT_LETTER"
    HHS_REPORT = "HHS_REPORT"
    AGGREGATE_ONLY = "AGGREGATE_ONLY"
    DEID_DOC = "DEID_DOC"
    OFFER_CONSENT = "OFFER_CONSENT"
    SAFETY_FIRST = "SAFETY_FIRST"
    DEADLINE_30D = "DEADLINE_30D"
    DEADLINE_60D = "DEADLINE_60D"


class Rule(StrEnum):
    """The numbered rules of the program's policy; each function that applies one cites it."""

    R01 = "R01"
    R02 = "R02"
    R03 = "R03"
    R04 = "R04"
    R05 = "R05"
    R06 = "R06"
    R07 = "R07"
    R08 = "R08"
    R09 = "R09"
    R10 = "R10"
    R11 = "R11"
    R12 = "R12"
    R13 = "R13"
    R14 = "R14"
    R15 = "R15"
    R16 = "R16"
    R17 = "R17"
    R18 = "R18"
    R19 = "R19"
    R20 = "R20"
    R21 = "R21"
    R22 = "R22"
    R23 = "R23"
    R24 = "R24"
    R25 = "R25"
    R26 = "R26"
    R27 = "R27"
    R28 = "R28"
    R29 = "R29"
    R30 = "R30"
    R31 = "R31"
    R32 = "R32"
    R33 = "R33"
    R34 = "R34"


# What a consent in the usual form can open. Counselling notes need a consent of their own
# (42 CFR 2.31(b)), other people's data are not the patient's to give (2.13), and the journal is
# never the program's to send.
ORDINARY = frozenset(Category) - {
    Category.COUNSELING_NOTES,
    Category.OTHER_PEOPLE,
    Category.DEIDENTIFIED,
    Category.JOURNAL,
}
# A claim says who, what for and when (45 CFR 164.502(b)); it has no use for notes or plans.
FOR_PAYMENT = frozenset(
    {
        Category.PRESENCE,
        Category.DEMOGRAPHICS,
        Category.CONTACT,
        Category.SUD_DX,
        Category.MH_DX,
        Category.ATTENDANCE,
        Category.BILLING,
    }
)
# 42 CFR 2.51: what somebody who saves a life needs first.
FOR_EMERGENCY = frozenset(
    {
        Category.PRESENCE,
        Category.DEMOGRAPHICS,
        Category.CONTACT,
        Category.SUD_DX,
        Category.MH_DX,
        Category.MEDICATIONS,
        Category.ALLERGIES,
        Category.SAFETY_PLAN,
    }
)
# 42 CFR 2.12(c)(5): patient status, name, address, last known whereabouts.
FOR_REPORT = frozenset({Category.PRESENCE, Category.DEMOGRAPHICS, Category.CONTACT})
# 42 CFR 2.15(b)(1): what relates to the cause of death.
FOR_CAUSE_OF_DEATH = frozenset(
    {
        Category.PRESENCE,
        Category.DEMOGRAPHICS,
        Category.SUD_DX,
        Category.MH_DX,
        Category.MEDICATIONS,
        Category.DRUG_TESTS,
    }
)
# 42 CFR 2.51(b): to tell patients or their doctors of a dangerous product.
FOR_PRODUCT_SAFETY = FOR_REPORT | {Category.MEDICATIONS}
# Left off when a case is discussed to teach.
IDENTIFIERS = frozenset(
    {Category.PRESENCE, Category.DEMOGRAPHICS, Category.CONTACT, Category.BILLING}
)
