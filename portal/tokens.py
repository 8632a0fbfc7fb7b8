"""Links and tokens that are shown once: whoever has one is somebody. Only digests of them are kept."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from portal.models import Invitation, LmsCode, Member, Person, Token

LASTS = timedelta(days=14)  # of an invitation or a code
RANDOM = 32  # letters and digits of what nobody can guess


def digest_of(text: str) -> str:
    """Return what is kept of a token: it is long and random, so a plain hash will do."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_link(kind: type[Invitation | LmsCode], **whose: object) -> str:
    """Make a text that can be used once, in place of the one there is."""
    text = get_random_string(RANDOM)
    with transaction.atomic():
        kind._default_manager.filter(used=None, **whose).delete()
        kind._default_manager.create(digest=digest_of(text), expires=timezone.now() + LASTS, **whose)
    return text


def invite(member: Member) -> str:
    """Make a link for a member, in place of those there are; return its last part."""
    return make_link(Invitation, member=member)


def find_invitation(text: str) -> Invitation | None:
    """Return an invitation that can still be used."""
    found = Invitation.objects.filter(**_usable(text), member__is_active=True)
    return found.select_related("member__course", "member__person").first()


def find_code(text: str, purpose: str) -> LmsCode | None:
    """Return a code that can still be used."""
    return LmsCode.objects.filter(**_usable(text), purpose=purpose).select_related("course").first()


def _usable(text: str) -> dict[str, Any]:
    return {"digest": digest_of(text.strip()), "used": None, "expires__gt": timezone.now()}


def use_invitation(one: Invitation | LmsCode) -> bool:
    """Use an invitation or a code up; False where somebody was faster."""
    return bool(type(one)._default_manager.filter(pk=one.pk, used=None).update(used=timezone.now()))


def make_token(person: Person) -> str:
    """Make a token for `grader submit`, in place of the one there is."""
    text = get_random_string(RANDOM)
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
