"""Who is here: users, patients and their episodes, staff and teams, and what is to be done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from alongside.core.models import Keyed, Versioned
from alongside.people.rules import Category, Discipline, Urgency
from alongside.people.rules.likeness import names_plain


def choices(kind: type[Any]) -> list[tuple[str, str]]:
    """Return an enumeration of words as choices of a field: value, and its sentence-case label."""
    return [(str(k), str(k).replace("_", " ").capitalize()) for k in kind]


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is stored in lower case so that it stays unique."""

    def create_user(self, email: str | None = None, password: str | None = None) -> "User":
        """Make a user; without a password the account can only be entered by code or passkey."""
        user = self.model(email=email.lower() if email else None)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Keyed):
    """An account: the key to the door. Who the person is, stands in `Staff` or `Patient`."""

    # A patient may have no address at all; staff help with a one-time code then.
    email = models.EmailField(max_length=254, null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        # Never the address: this ends up in logs and error pages.
        return f"User {self.pk}"


class Staff(Keyed):
    """Somebody who works here."""

    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="staff")
    name = models.CharField(max_length=120)
    pronouns = models.CharField(max_length=40, blank=True)
    discipline = models.CharField(max_length=30, choices=choices(Discipline))
    credentials = models.CharField(max_length=80, blank=True)
    supervisor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supervises"
    )
    # An auditor's account ends by itself (42 CFR 2.53: under a written, time-limited agreement).
    ends_at = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name_plural = "staff"
        constraints = [
            models.CheckConstraint(
                condition=~Q(discipline="auditor") | Q(ends_at__isnull=False),
                name="an_auditors_account_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("id")),
                name="nobody_supervises_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"Staff {self.pk}"

    def works_here(self, at: datetime) -> bool:
        """Say whether the person's time here has not ended by `at`."""
        return self.ends_at is None or at < self.ends_at


class PlainNames(models.CharField[str, str]):
    """A patient's names as they are searched and sorted; worked out whenever a row is added."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the plain form of the names that the row has now."""
        if isinstance(model_instance, Patient):
            model_instance.names_plain = model_instance.plain_names()
        return str(getattr(model_instance, self.attname))


class Patient(Keyed, Versioned):
    """A person in care, by the name they chose."""

    category = Category.DEMOGRAPHICS

    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="patient")
    chosen_name = models.CharField(max_length=120)
    legal_name = models.CharField(max_length=200, blank=True)
    names_plain = PlainNames(max_length=400, editable=False, default="")
    pronouns = models.CharField(max_length=40, blank=True)
    born_on = models.DateField(null=True, blank=True)
    # Some instruments have cut-offs by sex (AUDIT-C, PC-PTSD-5); empty means: do not apply one.
    sex_for_scoring = models.CharField(
        max_length=10, blank=True, choices=[("female", "Female"), ("male", "Male")]
    )
    languages = models.JSONField(default=list, blank=True)
    # Where an invented or replayed record comes from; empty for a real person of this program.
    origin = models.CharField(max_length=20, blank=True)
    # The key that the origin knows the person by, so that a second import finds them again.
    origin_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["names_plain"], name="patient_by_name"),
            models.Index(fields=["born_on"], name="patient_by_birth_date"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "origin_key"],
                condition=~Q(origin_key=""),
                name="one_patient_per_key_of_an_origin",
            )
        ]

    def __str__(self) -> str:
        return f"Patient {self.pk}"

    def plain_names(self) -> str:
        """Return chosen and legal name as they are searched: without case, accents and dots."""
        return names_plain([self.chosen_name, self.legal_name])

    def save_version(self, *, seen: int, fields: Iterable[str]) -> None:
        """Save `fields`, and the names as they are searched, if the row has the version `seen`.

        Raises:
            ChangedMeanwhile: if it has not; nothing is written then.
        """
        self.names_plain = self.plain_names()
        super().save_version(seen=seen, fields={*fields, "names_plain"})


class ContactRules(Keyed, Versioned):
    """How this person may be reached, and what must not be said where others may hear."""

    category = Category.CONTACT

    patient = models.OneToOneField(Patient, models.CASCADE, related_name="contact_rules")
    channel = models.CharField(
        max_length=10,
        default="portal",
        choices=[
            ("portal", "A note in the portal only"),
            ("text", "Text message"),
            ("phone", "Phone call"),
            ("email", "Email"),
            ("letter", "Letter"),
        ],
    )
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    may_leave_message = models.BooleanField(default=False)
    safe_from = models.TimeField(null=True, blank=True)
    safe_to = models.TimeField(null=True, blank=True)
    # On: messages never name the program or what it treats (42 CFR 2.13(c)).
    neutral_wording = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "contact rules"
        constraints = [
            models.CheckConstraint(
                condition=Q(safe_from__isnull=True, safe_to__isnull=True)
                | Q(safe_from__isnull=False, safe_to__isnull=False),
                name="safe_hours_have_a_start_and_an_end",
            )
        ]

    def __str__(self) -> str:
        return f"Contact rules of patient {self.patient_id}"


class Track(Keyed):
    """A way through the program, such as the day or the evening track."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=2, default=9)
    planned_weeks = models.PositiveSmallIntegerField(default=12)

    def __str__(self) -> str:
        return self.name


class Episode(Keyed, Versioned):
    """One stay in care, from referral to discharge: the anchor of every clinical row."""

    category = Category.PRESENCE

    class Status(models.TextChoices):
        """Where a stay stands."""

        REFERRED = "referred", "Referred"
        ADMITTED = "admitted", "In the program"
        DISCHARGED = "discharged", "Discharged"
        NOT_ADMITTED = "not_admitted", "Not admitted"

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="episodes")
    status = models.CharField(max_length=12, choices=Status, default=Status.REFERRED)
    referred_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True, blank=True)
    discharged_at = models.DateTimeField(null=True, blank=True)
    discharge_reason = models.CharField(max_length=30, blank=True)
    # The program's own phases, in order; what each means is set by the program.
    phase = models.PositiveSmallIntegerField(default=1)
    # A level's number only: the text of the ASAM Criteria is proprietary.
    level_of_care = models.CharField(max_length=5, default="2.1")
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["status", "admitted_at"], name="episode_by_status"),
            models.Index(fields=["patient", "-referred_at"], name="episode_latest_of_patient"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="admitted") | Q(admitted_at__isnull=False),
                name="an_admitted_stay_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="discharged") | Q(discharged_at__isnull=False),
                name="a_discharged_stay_says_when",
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(status__in=["referred", "admitted"]),
                name="one_open_stay_per_patient",
            ),
        ]

    def __str__(self) -> str:
        return f"Episode {self.pk}"


def standing_at(at: datetime) -> Q:
    """Return the condition that a place on a care team stands at `at`."""
    return Q(since_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))


class TeamMember(Keyed):
    """A place on an episode's care team: who, as what, since when and why."""

    category = Category.PRESENCE

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="team")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="places")
    role = models.CharField(max_length=30, choices=choices(Discipline))
    is_primary = models.BooleanField(default=False)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "until_at", "episode"], name="places_of_staff")]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "staff"],
                condition=Q(until_at__isnull=True),
                name="one_place_per_team_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(until_at__isnull=True, is_primary=True),
                name="one_primary_clinician_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} on {self.episode_id}"


class Supporter(Keyed, Versioned):
    """A family member, friend or sponsor whom the patient named."""

    category = Category.OTHER_PEOPLE

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="supporters")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    # Naming somebody is no permission to call them (42 CFR 2.31): that takes a consent.
    in_emergency = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Supporter {self.pk}"


class Organization(Keyed):
    """A practice, clinic, court or agency outside the program."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class OutsideProvider(Keyed, Versioned):
    """Somebody outside the program who also cares for this person."""

    category = Category.OTHER_PEOPLE

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="outside_providers")
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=120, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    phone = models.CharField(max_length=40, blank=True)
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"Outside provider {self.pk}"


class Task(Keyed, Versioned):
    """Something that a person must do for a person, by when, and what came of it."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="tasks")
    # What the text gives away: a task born of a questionnaire reads like one (see the gate).
    category = models.CharField(max_length=30, choices=choices(Category))
    title = models.CharField(max_length=160)
    detail = models.TextField(blank=True)
    urgency = models.CharField(max_length=15, choices=choices(Urgency))
    # The deed that raised it, such as "measures:phq-9:item-9": a double submit raises it once.
    source = models.CharField(max_length=80, blank=True)
    source_id = models.UUIDField(null=True, blank=True)
    assigned_to = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["episode", "due_at"],
                condition=Q(done_at__isnull=True),
                name="open_tasks_by_due",
            ),
            # For the director, whose list is over everybody.
            models.Index(
                fields=["due_at"],
                condition=Q(done_at__isnull=True),
                name="open_tasks_of_all_by_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "source", "source_id"],
                condition=Q(source_id__isnull=False),
                name="one_task_per_cause",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="done_at_and_done_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"Task {self.pk}"


class Invitation(Keyed):
    """A way in for one person: mailed as a link, or said as a code by staff.

    Only a digest is kept: whoever reads the database cannot sign in with it.
    """

    class Kind(models.TextChoices):
        """How the invitation is used."""

        LINK = "link", "Link by email"
        CODE = "code", "One-time code given in person"

    kind = models.CharField(max_length=4, choices=Kind)
    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    staff = models.ForeignKey(Staff, models.CASCADE, null=True, blank=True, related_name="+")
    patient = models.ForeignKey(Patient, models.CASCADE, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(staff__isnull=False, patient__isnull=True)
                | Q(staff__isnull=True, patient__isnull=False),
                name="an_invitation_is_for_one_person",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class AccountDeed(Keyed):
    """What somebody did to an account, for whoever has to answer for it later."""

    class What(models.TextChoices):
        """What was done."""

        INVITED = "invited", "Sent a link"
        CODE_GIVEN = "code_given", "Gave a one-time code"
        ACCEPTED = "accepted", "Opened the link and chose a password"
        CODE_USED = "code_used", "Signed in with a one-time code"
        CLOSED = "closed", "Closed the account"
        REOPENED = "reopened", "Opened the account again"
        PROOF_FORGOTTEN = "proof_forgotten", "Took away a lost second proof"

    at = models.DateTimeField()
    what = models.CharField(max_length=20, choices=What)
    account = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Nobody for what is done on the command line.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Done to a colleague's standing account: on their Today until they have read it.
    is_news = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at"], name="deeds_on_an_account"),
            models.Index(fields=["-at"], name="deeds_by_day"),
        ]

    def __str__(self) -> str:
        return f"Account deed {self.pk}"
