"""Say what the program knows about people, in the words the law and the team share."""

from enum import StrEnum


class Category(StrEnum):
    """One kind of information in a record: the unit a consent names and a page needs.

    The first eighteen can leave the program when a rule permits it. `DEIDENTIFIED` is data that
    no longer points to a person. `JOURNAL` is the patient's own and never leaves.
    """

    PRESENCE = "presence"
    DEMOGRAPHICS = "demographics"
    CONTACT = "contact"
    SUD_DX = "sud_dx"
    MH_DX = "mh_dx"
    MEDICATIONS = "medications"
    ALLERGIES = "allergies"
    TREATMENT_PLAN = "treatment_plan"
    PROGRESS_NOTES = "progress_notes"
    ATTENDANCE = "attendance"
    DRUG_TESTS = "drug_tests"
    SCORES = "scores"
    DISCHARGE_SUMMARY = "discharge_summary"
    BILLING = "billing"
    SAFETY_PLAN = "safety_plan"
    GROUP_SHARED_NOTE = "group_shared_note"
    OTHER_PEOPLE = "other_people"
    COUNSELING_NOTES = "counseling_notes"
    DEIDENTIFIED = "deidentified"
    JOURNAL = "journal"
