"""What a diagnosis belongs to: the mind, substances, the body, or life."""

from enum import StrEnum

from alongside.people.rules import Category


class Strand(StrEnum):
    """The four strands that every page is ordered by."""

    MIND = "mind"
    SUBSTANCES = "substances"
    BODY = "body"
    LIFE = "life"


# Z55-Z65 are socioeconomic and psychosocial circumstances (ICD-10-CM chapter 21).
_LIFE = tuple(f"Z{n}" for n in range(55, 66))


def strand_of_icd10(code: str) -> Strand:
    """Return the strand of an ICD-10-CM code, by chapter: F10-F19 substances, other F the mind.

    >>> strand_of_icd10("F33.1"), strand_of_icd10("F11.20"), strand_of_icd10("Z59.0")
    (<Strand.MIND: 'mind'>, <Strand.SUBSTANCES: 'substances'>, <Strand.LIFE: 'life'>)
    """
    code = code.strip().upper()
    if code.startswith("F1"):
        return Strand.SUBSTANCES
    if code.startswith("F"):
        return Strand.MIND
    if code.startswith(_LIFE):
        return Strand.LIFE
    return Strand.BODY


def stands(clinical_status: str) -> bool:
    """Say whether a condition is there now, by FHIR's word for it; without a word it is.

    >>> stands("recurrence"), stands("remission"), stands("")
    (True, False, True)
    """
    return clinical_status not in ("inactive", "remission", "resolved")


def category_of(strand: Strand) -> Category:
    """Return the category of record that a diagnosis of this strand is.

    The law's vocabulary knows two kinds of diagnosis; what is neither goes with the notes, so that
    a consent for one of the two never carries a third thing out.
    """
    return {Strand.MIND: Category.MH_DX, Strand.SUBSTANCES: Category.SUD_DX}.get(
        strand, Category.PROGRESS_NOTES
    )
