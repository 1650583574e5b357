"""A person: customers and staff are the same kind of row, told apart by their role."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.core.validators import validate_email
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.organization import Organization
from accounts.phones import LONGEST_NUMBER, PHONE_TAIL


class Role(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    AGENT = "agent", _("Agent")
    LEAD = "lead", _("Team lead")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Admin")


class Availability(models.TextChoices):
    """Whether somebody of ours is there to work."""

    ONLINE = "online", _("Online")
    AWAY = "away", _("Away")
    # Away for longer: their open tickets go back to their teams' queues.
    REASSIGNING = "reassigning", _("Away, tickets given back")


class AfterSending(models.TextChoices):
    STAY = "stay", _("Stay on the ticket")
    NEXT = "next", _("Go to the next ticket of the list")
    LIST = "list", _("Go back to the list")


STAFF_ROLES = (Role.AGENT, Role.LEAD, Role.MANAGER, Role.ADMIN)
# Whom lists of customers show: who was merged into another is that other one.
CUSTOMER = models.Q(role="customer", merged_into__isnull=True)


class UserQuerySet(models.QuerySet["User"]):
    def staff(self) -> "UserQuerySet":
        """People of ours who still work here."""
        return self.filter(role__in=STAFF_ROLES, is_active=True)

    def customers(self) -> "UserQuerySet":
        """Without those who were merged into another."""
        return self.filter(CUSTOMER)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An admin at the highest level, for `manage.py createsuperuser`. Raises ValidationError, which that command shows."""
        validate_email(normal_email(email))
        return self.create_user(email, password, role=Role.ADMIN, level=3, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normal_email(username or ""))


def normal_email(address: str) -> str:
    """Addresses are compared without case and without surrounding blanks."""
    return address.strip().lower()


def display_name(name: str, email: str) -> str:
    """For lists that load only these two of a person."""
    return name or email.split("@")[0]


class FirstAddress(models.CharField):
    """An address, or "" for none; kept as NULL then, so that any number of people may have none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "null": True, "blank": True})

    def from_db_value(self, value: str | None, *_args: object) -> str:
        return value or ""

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value) or None


class User(AbstractBaseUser):
    # Who only ever called has none, but then a name.
    email = FirstAddress(_("email address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.CUSTOMER)
    is_active = models.BooleanField(default=True)
    # The highest support level an agent works at; None for customers.
    level = models.SmallIntegerField(null=True, blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    phone = models.CharField(max_length=LONGEST_NUMBER, blank=True)
    further_phones = models.JSONField(default=list, db_default=[], blank=True)
    notes = models.TextField(
        blank=True, default="", db_default="", help_text="What staff should know; the person never sees it."
    )
    # Who they turned out to be: this row stays for the log, and is nobody who signs in or is written to any more.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_here", db_index=False
    )
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(
        max_length=10,
        default="system",
        choices=[("system", _("Like my device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    # How lists of tickets look to them: columns by their codes (none: the usual ones), saved views in their order.
    density = models.CharField(
        max_length=12,
        default="comfortable",
        db_default="comfortable",
        choices=[("comfortable", _("Comfortable")), ("compact", _("Compact"))],
    )
    list_columns = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)
    view_order = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    # How long a reply of staff can be taken back after Send.
    undo_seconds = models.PositiveSmallIntegerField(
        default=10,
        db_default=10,
        choices=[(0, _("Send at once")), (5, _("5 seconds")), (10, _("10 seconds")), (20, _("20 seconds"))],
    )
    # Whether a ticket that nobody has is theirs once they answer it.
    takes_answered = models.BooleanField(default=True, db_default=True)
    # Where the desk goes after they have sent an answer.
    after_sending = models.CharField(
        max_length=4, choices=AfterSending, default=AfterSending.STAY, db_default=AfterSending.STAY
    )
    # Whether single keys do something on the desk; who dictates or types by accident switches them off.
    shortcuts = models.BooleanField(default=True, db_default=True)
    availability = models.CharField(
        max_length=12, choices=Availability, default=Availability.ONLINE, db_default=Availability.ONLINE
    )
    availability_since = models.DateTimeField(null=True, blank=True)
    # In their own zone: seven texts such as "09:00-12:00, 13:00-17:00", Monday first; none: no hours of their own.
    working_hours = ArrayField(models.CharField(max_length=120), default=list, db_default=[], blank=True)
    # In which they answer customers, by their codes; the language of the pages is `language`.
    languages = ArrayField(models.CharField(max_length=10), default=list, db_default=[], blank=True)
    # Below their answers, instead of the mailbox's.
    signature = models.TextField(blank=True, default="", db_default="")
    # Kept by desk.notifications, so that no page has to count.
    unread_notifications = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    # Nothing personal is left: the row stands for somebody whose data were erased at their wish (app privacy).
    erased_at = models.DateTimeField(null=True, blank=True)
    # Reads the figures of their organization in the portal.
    manages_organization = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]  # what createsuperuser asks besides address and password

    class Meta:
        indexes = [
            models.Index(fields=["organization"], name="user_organization"),
            models.Index(PHONE_TAIL, name="user_phone_tail", condition=~models.Q(phone="")),
            GinIndex(OpClass("further_phones", name="jsonb_path_ops"), name="user_further_phones"),
            models.Index(fields=["name"], name="user_staff_name", condition=~models.Q(role="customer")),
            # Lists of customers: in each of their orders, and by words of name and address.
            models.Index(fields=["name", "id"], name="user_customer_name", condition=CUSTOMER),
            models.Index(fields=["-created_at", "-id"], name="user_customer_newest", condition=CUSTOMER),
            GinIndex(SearchVector("name", "email", "phone", config="simple"), name="user_words"),
            models.Index(fields=["merged_into"], name="user_merged", condition=models.Q(merged_into__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lowercase"),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | ~models.Q(name=""), name="user_has_address_or_name"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(is_active=False), name="user_merged_is_inactive"
            ),
            models.CheckConstraint(
                condition=models.Q(availability__in=Availability.values), name="user_availability_known"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def address(self) -> str:
        """The address by which this instance was found (accounts/people.py), else the first one."""
        return getattr(self, "_address", "") or self.email

    @address.setter
    def address(self, value: str) -> None:
        self._address = value

    @property
    def display_name(self) -> str:
        """The name, else the part of the address before the @: never empty."""
        return display_name(self.name, self.email)

    @property
    def name_and_address(self) -> str:
        """ "Ann Lee (ann@example.net)": tells two of one name apart. Who has no address goes by their number."""
        address = self.email or self.phone
        return f"{self.display_name} ({address})" if address else self.display_name

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES

    @property
    def is_online(self) -> bool:
        return self.availability == Availability.ONLINE

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def is_lead(self) -> bool:
        """Leads a team, or stands above those who do."""
        return self.role in (Role.LEAD, Role.MANAGER, Role.ADMIN)

    @property
    def writes_first(self) -> bool:
        """May send messages to customers that nobody asked for (Permission.PROACTIVE)."""
        return self.role in (Role.MANAGER, Role.ADMIN)

    def get_full_name(self) -> str:
        return self.display_name
