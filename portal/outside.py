"""What becomes of somebody who has signed in elsewhere: a person of their own, whom invitations lead into courses.

An address that a provider tells is not looked at. So nobody gets an account here by having, or claiming, its address.
"""

from typing import Any, cast

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import redirect

from portal.models import Person
from portal.tokens import digest_of


class Adapter(DefaultSocialAccountAdapter):
    """Makes people of outside identities."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect an identity to no account, and keep nothing that is told of it but its name."""
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(redirect("home"))
        sociallogin.email_addresses = []
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        """Fill in a new person."""
        person = cast(Person, sociallogin.user)
        person.issuer, person.subject = sociallogin.account.provider, sociallogin.account.uid
        person.email = f"{digest_of(f'{person.issuer} {person.subject}')[:32]}@outside.invalid"
        names = data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}"
        person.name = names.strip()[:200]
        return person
