"""Links and tokens that are shown once: whoever has one is somebody. Only digests of them are kept."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.models import Invitation, Member, Person, Token

LASTS = timedelta(days=14)  # of an invitation


def digest_of(text: str) -> str:
    """Return what is kept of a token: it is long and random, so a plain hash will do."""
    return hashlib.sha256(text.encode()).hexdigest()


def invite(member: Member) -> str:
    """Make a link for a member, in place of those there are; return its last part."""
    text = secrets.token_urlsafe(24)
    with transaction.atomic():
        Invitation.objects.filter(member=member, used=None).delete()
        Invitation.objects.create(member=member, digest=digest_of(text), expires=timezone.now() + LASTS)
    return text


def find_invitation(text: str) -> Invitation | None:
    """Return an invitation that can still be used."""
    now = timezone.now()
    found = Invitation.objects.filter(digest=digest_of(text), used=None, expires__gt=now, member__is_active=True)
    return found.select_related("member__course", "member__person").first()


def use_invitation(invitation: Invitation) -> bool:
    """Use an invitation up; False where somebody was faster."""
    return bool(Invitation.objects.filter(pk=invitation.pk, used=None).update(used=timezone.now()))


def make_token(person: Person) -> str:
    """Make a token for `grader submit`, in place of the one there is."""
    text = secrets.token_urlsafe(24)
    with transaction.atomic():
        Token.objects.filter(person=person).delete()
        Token.objects.create(person=person, digest=digest_of(text))
    return text


def find_token(text: str) -> Person | None:
    """Return whose token this is."""
    token = Token.objects.filter(digest=digest_of(text), person__is_active=True).select_related("person").first()
    if token is None:
        return None
    if token.used is None or timezone.now() - token.used > timedelta(hours=1):  # a write waits for other writes
        Token.objects.filter(pk=token.pk).update(used=timezone.now())
    return token.person
