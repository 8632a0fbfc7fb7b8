"""Signing in, by Django's own means; the invitation that begins it; one's own account."""

import zoneinfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.access import SignedIn
from portal.limits import count_failure, has_to_wait, remember
from portal.models import Course, Invitation, Member, Person, note
from portal.tokens import find_invitation, make_token, use_invitation

WAIT = "Too many wrong passwords. Please wait a quarter of an hour."


def home(request: SignedIn) -> HttpResponse:
    """Lead to one's courses, or to the only one."""
    courses = list(Course.objects.filter(member__person=request.user, member__is_active=True).order_by("name"))
    if len(courses) == 1:
        return redirect("course", courses[0].slug)
    return render(request, "portal/home.html", {"courses": courses})


@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with address and password."""
    form = AuthenticationForm(request, data=request.POST or None)
    status = 200
    if request.method == "POST":
        email = request.POST.get("username", "").strip().casefold()
        if has_to_wait(request, email):
            messages.error(request, WAIT)
            status = 429
        elif form.is_valid():
            back = request.POST.get("next", "")
            is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
            response = let_in(request, form.get_user(), back if is_ours else "/")
            remember(request, response, form.get_user())
            return response
        else:
            count_failure(request, email)
            note(email, None, "could not sign in")
    facts = {"form": form, "next": request.GET.get("next", ""), "elsewhere": settings.SIGN_IN}
    return render(request, "portal/sign_in.html", facts, status=status)


def let_in(request: HttpRequest, person: Person, back: str) -> HttpResponse:
    """Sign somebody in whose password was right, or ask for the second factor first, if they have one."""
    if "allauth" in settings.INSTALLED_APPS:
        from allauth.account.utils import perform_login

        response: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=back)
        return response
    login(request, person)
    return redirect(back)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return redirect("sign-in")


class InvitationForm(forms.Form):
    """What somebody says who is here for the first time."""

    email = forms.EmailField(label="Your e-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="A password",
        help_text="Eight characters or more. If you have an account here already, its password.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-zone": ""}))


@sensitive_post_parameters()
def invitation(request: HttpRequest, text: str) -> HttpResponse:
    """Join a person to a member, by the link that the member was sent."""
    found = find_invitation(text)
    if found is None:
        return render(request, "portal/no_invitation.html", status=404)
    if request.user.is_authenticated and "join" in request.POST:
        if not Member.objects.filter(course=found.member.course, person=request.user).exists():
            _join(found, request.user)
        return redirect("course", found.member.course.slug)
    form = InvitationForm(request.POST or None, initial={"email": found.member.email})
    if request.method == "POST" and form.is_valid():
        person = _accept(request, found, form)
        if person is not None:
            response = let_in(request, person, reverse("course", args=[found.member.course.slug]))
            remember(request, response, person)
            return response
    facts = {"form": form, "member": found.member, "elsewhere": settings.SIGN_IN}
    return render(request, "portal/invitation.html", facts)


def _accept(request: HttpRequest, found: Invitation, form: InvitationForm) -> Person | None:
    """Return the person who accepted an invitation; None with errors in the form."""
    email, password = form.cleaned_data["email"].strip().casefold(), form.cleaned_data["password"]
    person = Person.objects.filter(email=email).first()
    if person is not None and has_to_wait(request, email):
        form.add_error("password", WAIT)
        return None
    if person is not None and not person.check_password(password):
        count_failure(request, email)
        form.add_error("password", "There is an account with this address, and it has another password.")
        return None
    if person is not None and Member.objects.filter(course=found.member.course, person=person).exists():
        form.add_error("email", "This account is in the course already.")
        return None
    if person is None:
        person = Person(email=email, name=found.member.name, zone=_zone(form.cleaned_data["zone"]))
        try:
            validate_password(password, person)
        except ValidationError as error:
            form.add_error("password", error)
            return None
        person.set_password(password)
    _join(found, person)
    return person


def _join(found: Invitation, person: Person) -> None:
    """Join a person to the member who was invited."""
    with transaction.atomic():
        if not use_invitation(found):
            raise Http404
        person.save()
        Member.objects.filter(pk=found.member.pk).update(person=person)
        note(person.email, found.member.course, "accepted an invitation", found.member.key)


def _zone(name: str) -> str:
    return name if name in zoneinfo.available_timezones() else ""


@sensitive_post_parameters()
def account(request: SignedIn) -> HttpResponse:
    """Show one's account: the zone that times are shown in, and a token for `grader submit`."""
    token = ""
    if request.method == "POST" and "zone" in request.POST:
        request.user.zone = _zone(request.POST["zone"])
        request.user.save(update_fields=["zone"])
        messages.success(request, "Saved.")
    elif request.method == "POST":
        token = make_token(request.user)
        note(request.user.email, None, "made a token")
    may_have_factor = "allauth" in settings.INSTALLED_APPS and request.user.has_usable_password()
    zones = sorted(zoneinfo.available_timezones())
    return render(request, "portal/account.html", {"token": token, "zones": zones, "may_have_factor": may_have_factor})
