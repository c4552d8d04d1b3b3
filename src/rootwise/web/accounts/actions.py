"""Writing people and sites. Every function is an action: keywords only, one transaction, recorded with who did it."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.errors import UserError
from rootwise.report.site import Contact
from rootwise.web.accounts.links import code_digest, code_of, digest, token_of
from rootwise.web.accounts.models import AddressRequest, FormerIdentity, Invitation, LastUse, Recovery, SignIn, Site, SiteContact, User
from rootwise.web.accounts.reasons import EndedBecause, Lost
from rootwise.web.accounts.roles import MAY_MANAGE_PEOPLE, MAY_RECOVER, MAY_SEE_PEOPLE, Role
from rootwise.web.accounts.sealed import seal_factor
from rootwise.web.accounts.selectors import CLOSED, NEEDED_CONTACTS, OPENED, closing_of, may_open_service, may_vouch, names_changed
from rootwise.web.audit.recording import Actor, action, record
from rootwise.web.database.once import added_once, edited
from rootwise.web.database.versions import EditConflict

INVITATION_LASTS = timedelta(days=7)
RECOVERY_LASTS = timedelta(hours=24)
NAME_CHANGES = 3  # within 30 days: what somebody was called is not to be buried under new names
BOTH_BY_ONE = timedelta(days=7)  # within this time one member of staff issues a code for one of the two factors only


class CannotAdd(UserError):
    """What was given does not make a whole row. Names the fields, never what was in them."""

    def __init__(self, what: str, error: ValidationError) -> None:
        told = [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
        super().__init__(f"The {what} was not added. " + "; ".join(told))


@action
def add_site(*, by: Actor, name: str, contacts: Sequence[Contact]) -> Site:  # noqa: ARG001 - recorded by the decorator
    """A service with its contacts, in the order in which they are shown."""
    site = Site(name=name)
    _require_whole(site, "site")
    site.save()
    for place, contact in enumerate(contacts, start=1):
        row = SiteContact(
            site=site,
            place=place,
            kind=contact.kind.value,
            name=contact.name,
            phone=contact.phone,
            hours=contact.hours or "",
            note=contact.note or "",
        )
        _require_whole(row, "contact")
        row.save()
    return site


@action
def add_contact(*, by: Actor, contact: SiteContact) -> SiteContact:  # noqa: ARG001
    return added_once(contact)


@action
def change_contact(*, by: Actor, contact: SiteContact, seen_version: int) -> SiteContact:  # noqa: ARG001
    """Save an edited contact, if nobody changed it since `seen_version`."""
    _require_whole(contact, "contact")
    _require_help_without(contact, unless=contact.kind)
    return edited(contact, seen_version)


@action
def remove_contact(*, by: Actor, contact: SiteContact, seen_version: int) -> None:  # noqa: ARG001
    """Never the last one of a kind that a service must have."""
    _require_help_without(contact)
    if contact.version != seen_version:
        raise EditConflict
    contact.delete()


def _require_help_without(contact: SiteContact, *, unless: str = "") -> None:
    Site.objects.select_for_update().get(pk=contact.site_id)  # of two who take away the last two at once, the second waits and is told
    before = SiteContact.objects.get(pk=contact.pk)
    others = SiteContact.objects.filter(site=contact.site_id, kind=before.kind).exclude(pk=contact.pk)
    holds = before.kind not in NEEDED_CONTACTS or before.kind == unless or others.exists()
    _require(holds, _("Your service needs a contact for this. Add another one first."))


@action
def add_user(
    *,
    by: Actor,  # noqa: ARG001
    site: Site,
    email: str,
    name: str,
    initials: str,
    role: Role,
    password: str | None = None,
    vouched: bool = False,
) -> User:
    """Somebody who may sign in. Without a password only an invitation or a passkey lets them in."""
    user = User(site=site, email=User.objects.normalize_email(email), name=name, initials=initials, role=role.value)
    user.vouched_at = timezone.now() if vouched else None
    user.set_password(password)
    _require_whole(user, "user")
    user.save()
    return user


@action
def add_one_time_codes(*, by: Actor, user: User, secret: str) -> None:  # noqa: ARG001
    """A second factor that is known beforehand: for the fictional team. Everybody else sets up their own."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": seal_factor(secret)})


@action
def open_session(*, by: Actor, user: User, device: str, second_factor: bool) -> SignIn:  # noqa: ARG001
    """Somebody has signed in."""
    session = SignIn(user=user, device=device, second_factor=second_factor)
    session.save()
    LastUse.objects.create(sign_in=session, at=session.signed_in_at)
    record("sign_in", table=User._meta.db_table, row=user.id.hex, child="", columns=[])
    return session


@action
def refuse_sign_in(*, by: Actor, user: User | None) -> None:  # noqa: ARG001
    """Somebody tried and was not let in. Of an address that nobody has, only that it happened."""
    record("sign_in_refused", table=User._meta.db_table, row=user.id.hex if user else "", child="", columns=[])


@action
def note_use(*, by: Actor, session: SignIn) -> None:  # noqa: ARG001
    LastUse.objects.filter(sign_in=session).update(at=timezone.now())


@action
def end_session(*, by: Actor, session: SignIn, because: EndedBecause) -> None:  # noqa: ARG001
    session.ended_at, session.ended_because = timezone.now(), because
    session.save()


@action
def end_sessions(*, by: Actor, user: User, because: EndedBecause, but: SignIn | None = None) -> int:
    """Every session of a person, or every other one. Gives how many."""
    open_ones = [one for one in SignIn.objects.filter(user=user, ended_at=None) if one != but]
    for session in open_ones:
        end_session(by=by, session=session, because=because)
    return len(open_ones)


@action
def note_second_factor(*, by: Actor, session: SignIn) -> None:
    """The person set up a second factor in this session. All others, which were opened without it, end."""
    session.second_factor = True
    session.save()
    end_sessions(by=by, user=session.user, because=EndedBecause.FACTOR_ADDED, but=session)


class NotAllowed(UserError):
    """A rule of this program forbids it; says which."""


@action
def invite(*, by: Actor, inviter: User, email: str, role: Role, row: uuid.UUID | None = None) -> tuple[Invitation, str]:  # noqa: ARG001
    """A link for one person, to the inviter's own site. Its token is kept nowhere; the same form sent twice gives the same link.

    Of the inviter's own service, whose people they see anyway, an address that has an account is told; elsewhere it is not, and the link
    then joins nobody.
    """
    _require(inviter.is_active and inviter.role in MAY_MANAGE_PEOPLE, "Only an administrator invites people.")
    _require(closing_of(inviter.site_id) is None, _("Nobody is invited until a supervisor has opened the service again."))
    taken = User.objects.filter(site=inviter.site_id, email__iexact=email).exists()
    _require(not taken, _("Somebody of your service signs in with this address already. Look at the page People."))
    row, now = row or uuid.uuid4(), timezone.now()
    token = token_of(row)
    made = Invitation(
        pk=row,
        digest=digest(token),
        site=inviter.site,
        email=User.objects.normalize_email(email),
        role=role.value,
        invited_by=inviter,
        made_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    try:
        made.clean_fields()
    except ValidationError as error:
        raise CannotAdd("invitation", error) from None
    return added_once(made, made_here=["made_at", "expires_at", "revoked_at", "accepted_by"]), token


@action
def revoke_invitation(*, by: Actor, invitation: Invitation) -> None:  # noqa: ARG001
    """The link works no more. One that was used stays used."""
    if invitation.accepted_by_id is None and invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save()


@action
def accept_invitation(*, by: Actor, invitation: Invitation, name: str, initials: str, password: str) -> User:
    """The person joins. Of two who use the link at once, the second meets an edit conflict and nobody is added."""
    _require(closing_of(invitation.site_id) is None, _("Nobody joins until a supervisor has opened the service again."))
    user = add_user(
        by=by,
        site=invitation.site,
        email=invitation.email,
        name=name,
        initials=initials,
        role=Role(invitation.role),
        password=password,
    )
    invitation.accepted_by = user
    invitation.save()
    return user


@action
def change_role(*, by: Actor, manager: User, user: User, role: Role, seen_version: int) -> None:
    """Takes effect at once: the sessions under the old role end, and in the new one somebody has to vouch for the person again."""
    _require_manager(manager, user)
    if user.role == role:
        return
    user.version, user.role, user.vouched_at = seen_version, role.value, None
    user.save()
    end_sessions(by=by, user=user, because=EndedBecause.ROLE_CHANGED)


@action
def vouch(*, by: Actor, voucher: User, user: User, seen_version: int) -> None:  # noqa: ARG001
    """A supervisor knows this person as a colleague. Before that nobody breaks the glass, reviews it or opens a closed service."""
    _require(may_vouch(voucher, user), _("A supervisor for whom somebody vouched does this, and for somebody else."))
    user.vouched_at = timezone.now()
    edited(user, seen_version)


@action
def vouch_by_operator(*, by: Actor, user: User) -> None:  # noqa: ARG001
    """Where no supervisor is there who could: whoever runs the machine knows the person."""
    user.vouched_at = timezone.now()
    user.save()


@action
def deactivate(*, by: Actor, manager: User, user: User, seen_version: int) -> None:
    """The person may not sign in any more, and is out everywhere with the next click. Codes that are out work no more."""
    _require_manager(manager, user)
    user.version, user.is_active = seen_version, False
    user.save()
    end_sessions(by=by, user=user, because=EndedBecause.DEACTIVATED)
    for recovery in Recovery.objects.filter(user=user, used_at=None, revoked_at=None):
        revoke_recovery(by=by, recovery=recovery)


@action
def activate(*, by: Actor, manager: User, user: User, seen_version: int) -> None:  # noqa: ARG001
    _require_manager(manager, user)
    user.version, user.is_active = seen_version, True
    user.save()


@action
def issue_recovery(*, by: Actor, issuer: User, user: User, lost: Lost, row: uuid.UUID | None = None) -> tuple[Recovery, str]:
    """A one-time code in place of one factor. The other is still asked for, so that no single member of staff gets in with it."""
    row = row or uuid.uuid4()
    _require(issuer.is_active and issuer.role in MAY_RECOVER, "Only a supervisor or an administrator issues recovery codes.")
    _require(issuer != user, "Nobody issues a recovery code for their own account. Ask somebody else.")
    _require(issuer.site_id == user.site_id and user.is_active, "There is nobody to recover.")
    User.objects.select_for_update().get(pk=user.pk)  # the same person at two forms at once must not issue both
    other = Recovery.objects.filter(user=user, issued_by=issuer, issued_at__gt=timezone.now() - BOTH_BY_ONE).exclude(lost=lost)
    _require(not other.exists(), "You issued a code for the other factor of this person. For both, a second member of staff is needed.")
    for older in Recovery.objects.filter(user=user, lost=lost, used_at=None, revoked_at=None).exclude(pk=row):
        revoke_recovery(by=by, recovery=older)
    code, now = code_of(row), timezone.now()
    made = Recovery(
        pk=row, digest=code_digest(code), user=user, lost=lost, issued_by=issuer, issued_at=now, expires_at=now + RECOVERY_LASTS
    )
    return added_once(made, made_here=["issued_at", "expires_at", "used_at", "revoked_at", "seen_at"]), code


@action
def revoke_recovery(*, by: Actor, recovery: Recovery) -> None:  # noqa: ARG001
    if recovery.used_at is None and recovery.revoked_at is None:
        recovery.revoked_at = timezone.now()
        recovery.save()


@action
def use_recovery(*, by: Actor, recovery: Recovery) -> None:
    """Once, before the factor that is left was asked for. A lost second factor is gone from here on: the password was right."""
    recovery.used_at = timezone.now()
    recovery.save()
    if recovery.lost == Lost.SECOND_FACTOR:
        Authenticator.objects.filter(user=recovery.user).delete()
        end_sessions(by=by, user=recovery.user, because=EndedBecause.RECOVERED)


@action
def forget_password(*, by: Actor, user: User, session: SignIn) -> None:
    """The person got in with a code in place of the password: the old one is void, and every other session ends."""
    user.set_unusable_password()
    user.save()
    end_sessions(by=by, user=user, because=EndedBecause.RECOVERED, but=session)


@action
def note_recoveries_seen(*, by: Actor, user: User) -> None:  # noqa: ARG001
    """The person says that they know of the codes that were issued for them."""
    for recovery in Recovery.objects.filter(user=user, seen_at=None):
        recovery.seen_at = timezone.now()
        recovery.save()


@action
def close_services(*, by: Actor, backup_made_at: str) -> None:
    """After a restore, what was taken from somebody since the backup would be theirs again. Links and codes that are out work no more."""
    for invitation in Invitation.objects.filter(accepted_by=None, revoked_at=None):
        revoke_invitation(by=by, invitation=invitation)
    for recovery in Recovery.objects.filter(used_at=None, revoked_at=None):
        revoke_recovery(by=by, recovery=recovery)
    record(CLOSED, table=Site._meta.db_table, row="", child="", columns=[backup_made_at])


@action
def open_service(*, by: Actor, user: User) -> None:  # noqa: ARG001
    """A supervisor has looked at who may reach whom."""
    _require(may_open_service(user), "Only a supervisor opens the service again.")
    record(OPENED, table=Site._meta.db_table, row=user.site_id.hex, child="", columns=[])


@action
def change_name(*, by: Actor, changer: User, user: User, seen_version: int) -> User:  # noqa: ARG001
    """One's own name and initials, or by an administrator those of somebody of the site. The name before is shown beside it for a year."""
    if changer != user:
        _require_manager(changer, user)
    before = User.objects.get(pk=user.pk)
    if before.name != user.name:
        often = names_changed(before, since=timezone.now() - timedelta(days=30)) >= NAME_CHANGES
        _require(not often, _("This name was changed three times within 30 days. It can be changed again 30 days after the first of them."))
        _keep_former(before)
    return edited(user, seen_version)


@action
def ask_address(*, by: Actor, asker: User, user: User, email: str, row: uuid.UUID) -> AddressRequest:  # noqa: ARG001
    """Somebody is to sign in with another address. A second person decides; whoever asks learns nothing about the address."""
    if asker != user:
        _require_manager(asker, user)
    for older in AddressRequest.objects.filter(user=user, decided_at=None).exclude(pk=row):
        older.decided_by, older.decided_at = asker, timezone.now()
        older.save()
    request = AddressRequest(pk=row, user=user, email=User.objects.normalize_email(email), asked_by=asker)
    return added_once(request, made_here=["asked_at", "decided_by", "decided_at", "accepted"])


@action
def decide_address(*, by: Actor, decider: User, request: AddressRequest, accept: bool, seen_version: int) -> None:  # noqa: ARG001
    """By the person whose address it is, where somebody else asked; else by an administrator or supervisor of the site."""
    user, is_theirs = request.user, decider == request.user
    of_the_site = decider.is_active and decider.role in MAY_SEE_PEOPLE and decider.site_id == user.site_id
    _require(decider != request.asked_by and (is_theirs or of_the_site), _("Somebody else than who asked decides this."))
    _require(request.decided_at is None, _("This has been decided."))
    request.decided_by, request.decided_at, request.accepted = decider, timezone.now(), accept
    edited(request, seen_version)
    if accept:
        _keep_former(user)
        user.email = request.email
        try:
            user.full_clean(exclude=["name", "initials"])  # those may be older than today's rules for them
        except ValidationError:
            raise NotAllowed(_("This address cannot be used.")) from None
        user.save()


def _keep_former(before: User) -> None:
    FormerIdentity(user=before, name=before.name, email=before.email.lower()).save(force_insert=True)


def _require_manager(manager: User, user: User) -> None:
    _require(manager.is_active and manager.role in MAY_MANAGE_PEOPLE, "Only an administrator does this.")
    _require(manager.site_id == user.site_id, "This person works at another site.")
    _require(manager != user, "Nobody changes their own role or locks themselves out. Ask another administrator.")


def _require(holds: bool, rule: str) -> None:  # noqa: FBT001 - what must hold, and else its rule
    if not holds:
        raise NotAllowed(rule)


def _require_whole(row: Site | SiteContact | User, what: str) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotAdd(what, error) from None
