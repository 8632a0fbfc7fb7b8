"""Filters and tags: points as reports write them, times in the reader's zone, sentences in the reader's language."""

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from grader.report.escape import plain as spelled
from grader.report.pages import points as as_points
from portal.assets import version_of
from portal.courses import assignment_folder
from portal.languages import catalogue_of_pages, catalogue_of_topic, language_of_reader
from portal.models import Offer

register = template.Library()
register.filter("points", lambda value: _points(value))
register.filter("plain", lambda value: spelled(str(value)))


@register.filter
def version(name: str) -> str:
    """Return an asset's address."""
    return f"/assets/{name}?{version_of(name)}"


@register.simple_tag(takes_context=True)
def language(context: template.Context) -> str:
    """Name the language of the page."""
    return language_of_reader(context["request"])


@register.simple_tag(takes_context=True)
def say(context: template.Context, sentence: object, **places: object) -> str:
    """Say an English sentence in the reader's language, what stands in its places filled in first."""
    text = str(sentence)
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", str(value))
    return catalogue_of_pages(language_of_reader(context["request"])).say(text)


@register.simple_tag(takes_context=True)
def points_of(context: template.Context, score: object, possible: object) -> str:
    """Say how many points of how many there are; a dash where there is no score."""
    return say(context, f"{_points(score)} of {_points(possible)}")


def _points(value: object) -> str:
    return as_points(None if value in (None, "") else Fraction(str(value)))


@register.simple_tag(takes_context=True)
def title_of(context: template.Context, offer: Offer, title: str = "") -> str:
    """Say the title of an assignment, or of something in it, in the reader's language."""
    spoken = language_of_reader(context["request"])
    return spelled(catalogue_of_topic(spoken, assignment_folder(offer)).say(title or offer.title))


@register.simple_tag(takes_context=True)
def when(context: template.Context, moment: datetime | None) -> str | SafeString:
    """Show a time in the reader's zone, else the course's; a script may put the browser's there."""
    if moment is None:
        return "–"
    request = context["request"]
    chosen, place = getattr(request.user, "zone", ""), getattr(request, "place", None)
    name = chosen or (place.course.zone if place else "UTC")
    local = moment.astimezone(ZoneInfo(name))
    return format_html(
        '<time datetime="{}" data-chosen="{}">{} ({})</time>',
        moment.isoformat(),
        "yes" if chosen else "no",
        format_datetime(local, "EEE dd MMM yyyy, HH:mm", locale=language_of_reader(request)),
        name,
    )


@register.simple_tag(takes_context=True)
def here(context: template.Context, name: str) -> SafeString:
    """Mark the link to the page that one is on."""
    match = context["request"].resolver_match
    return format_html(' aria-current="{}"', "page") if match and match.url_name == name else SafeString("")


@register.filter
def left(moment: datetime | None, now: datetime) -> str:
    """Say how long there is until a time."""
    if moment is None:
        return ""
    if moment <= now:
        return "over"
    rest: timedelta = moment - now
    hours = int(rest.total_seconds() // 3600)
    return f"{hours // 24} days left" if hours >= 48 else f"{hours} h left" if hours else "less than an hour left"
