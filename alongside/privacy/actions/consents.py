"""Sign a consent, and revoke it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from alongside.core.days import day_of
from alongside.core.models import new_key
from alongside.people.actions import raise_task
from alongside.people.rules import Category, Urgency
from alongside.privacy.gate import EpisodeAccess
from alongside.privacy.models import Consent
from alongside.privacy.queries.consents import digest_of
from alongside.privacy.rules import consent as rules


class Deficient(Exception):
    """The form lacks something that the law asks for; `faults` says what."""

    def __init__(self, faults: tuple[rules.Fault, ...]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class NoText(Exception):
    """There is no text that could have been signed."""


class NotSignable(Exception):
    """What says how a consent ended cannot stand on one that is only being signed."""


@transaction.atomic
def sign_consent(
    access: EpisodeAccess,
    form: rules.Consent,
    *,
    text: str,
    signatures: Mapping[rules.Signer, str],
    at: datetime,
    standing: rules.Standing | None = None,
    signing: Consent.Signing = Consent.Signing.ELECTRONIC,
    replaces: Consent | None = None,
    key: UUID | None = None,
) -> Consent:
    """Put a consent on file, signed now; the same key twice is one consent.

    Args:
        access: who takes it, and whose it is.
        form: the elements; its signers and date are those of this signing.
        text: the whole text that lay before whoever signed.
        signatures: the name that each signer wrote.
        at: now.
        standing: what decides who has to sign; an adult if not given.
        signing: on this system or on paper.
        replaces: the consent in whose place this one stands; it is revoked by this.
        key: the page's own, so that sending twice signs once.

    Raises:
        Deficient: if an element of its type is missing (42 CFR 2.31(a)).
        NoText: if the text is empty.
        NotSignable: if the form is revoked or known to be false already.

    Source: 42 CFR 2.31(a); the text is kept and digested, so that it can be shown as it was.
    """
    if key and (before := access.all(Consent).filter(pk=key).first()):
        return before
    if not text.strip():
        raise NoText
    if form.revoked_on is not None or form.is_known_false or form.noted_faults:
        raise NotSignable
    signed = replace(
        form,
        signers=frozenset(who for who, name in signatures.items() if name.strip()),
        signed_on=day_of(at),
    )
    if missing := rules.faults(signed, localtime(at), standing):
        raise Deficient(missing)
    row = _row(access, signed, at)
    row.pk = key or new_key()
    row.text, row.text_digest = text, digest_of(text)
    row.signatures = {who.value: name.strip() for who, name in signatures.items() if name.strip()}
    row.signing = signing
    if replaces is not None:
        row.replaces = access.one(Consent, pk=replaces.pk)
        _end(access, row.replaces, how=Consent.Channel.REPLACED, saying="", at=at)
    row.save(force_insert=True)
    return row


@transaction.atomic
def revoke_consent(
    access: EpisodeAccess,
    consent: Consent,
    *,
    how: Consent.Channel,
    at: datetime,
    saying: str = "",
) -> None:
    """Revoke a consent, at once, and have those told who received something on it.

    A second revocation changes nothing: the first is the one that counts. A spoken one stops
    disclosures like a written one. On a consent that a court's disposition rests on it is written
    down all the same; the rules say from when it holds.

    Source: 42 CFR 2.31(a)(6), 2.31(c), 2.35(c).
    """
    row = access.one(Consent, pk=consent.pk)
    if not _end(access, row, how=how, saying=saying, at=at):
        return
    raise_task(
        access.episode,
        title="Tell those who received records that a consent was revoked",
        urgency=Urgency.SAME_DAY,
        category=Category.PRESENCE,
        at=at,
        source="privacy.consent_revoked",
        source_id=row.pk,
    )


def _end(
    access: EpisodeAccess, row: Consent, *, how: Consent.Channel, saying: str, at: datetime
) -> bool:
    """Write the revocation down, if none stands; say whether it was this one."""
    standing = access.all(Consent).filter(pk=row.pk, revoked_at__isnull=True)
    return bool(
        standing.update(
            revoked_at=at, revoked_by=access.reader, revoked_how=how, revoked_saying=saying
        )
    )


def _row(access: EpisodeAccess, form: rules.Consent, at: datetime) -> Consent:
    """Return the elements of a form as a row; lists in order, so that equal forms look equal."""
    return Consent(
        patient=access.patient,
        types=sorted(form.types),
        patient_name=form.patient_name,
        disclosers=sorted(form.disclosers),
        what=sorted(form.what),
        recipient_names=sorted(form.recipient.names),
        recipient_classes=sorted(form.recipient.classes),
        is_intermediary=form.recipient.is_intermediary,
        participants=sorted(form.recipient.participants),
        purposes=sorted(form.purposes),
        purposes_say=sorted(form.purposes_say),
        at_patients_request=form.at_patients_request,
        tells_revocation_right=form.tells_revocation_right,
        expires_on=form.expiry.on,
        expires_at_event=form.expiry.event,
        never_expires=form.expiry.none,
        has_tpo_statements=form.has_tpo_statements,
        is_condition_of_treatment=form.is_condition_of_treatment,
        release_event=form.release.event,
        release_on=form.release.on,
        # A form without its date has a fault and was refused before.
        signed_on=form.signed_on or day_of(at),
        signed_at=at,
        taken_by=access.reader,
    )
