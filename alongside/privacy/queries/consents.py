"""The consents on file, as the rules of disclosure read them."""

import hashlib
import hmac

from alongside.core.days import day_of
from alongside.people.rules import Category
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.models import Consent
from alongside.privacy.rules import consent as rules
from alongside.privacy.rules.vocabulary import Holder, Purpose


def digest_of(text: str) -> str:
    """Return the SHA-256 of the text of a form, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def consents_of(access: EpisodeAccess) -> list[rules.Consent]:
    """Return every consent of this person, whatever its state, the oldest first: for `decide`."""
    return [as_signed(row) for row in access.all(Consent).order_by("signed_at", "pk")]


def as_signed(row: Consent) -> rules.Consent:
    """Return a row as the rules read it.

    A text that no longer fits its digest is a fault of the consent: nothing leaves on it.
    """
    is_whole = hmac.compare_digest(digest_of(row.text), row.text_digest)
    altered = rules.Fault(rules.Element.OTHER, "is not the text that was signed")
    return rules.Consent(
        key=str(row.pk),
        types=frozenset(map(rules.ConsentType, row.types)),
        patient_name=row.patient_name,
        disclosers=frozenset(map(Holder, row.disclosers)),
        what=frozenset(map(Category, row.what)),
        recipient=rules.Recipient(
            names=frozenset(row.recipient_names),
            classes=frozenset(map(rules.RecipientClass, row.recipient_classes)),
            is_intermediary=row.is_intermediary,
            participants=frozenset(row.participants),
        ),
        purposes=frozenset(map(Purpose, row.purposes)),
        purposes_say=frozenset(row.purposes_say),
        at_patients_request=row.at_patients_request,
        tells_revocation_right=row.tells_revocation_right,
        expiry=rules.Expiry(
            on=row.expires_on,
            event=row.expires_at_event,
            event_on=row.expiry_event_on,
            none=row.never_expires,
        ),
        has_tpo_statements=row.has_tpo_statements,
        is_condition_of_treatment=row.is_condition_of_treatment,
        release=rules.Release(event=row.release_event, on=row.release_on),
        signers=frozenset(map(rules.Signer, row.signatures)),
        signed_on=row.signed_on,
        revoked_on=day_of(row.revoked_at) if row.revoked_at else None,
        is_known_false=row.known_false_at is not None,
        noted_faults=() if is_whole else (altered,),
    )
