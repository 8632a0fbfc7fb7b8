"""Deep linking: an instructor chooses assignments in the LMS, and it makes links to them, each with a column."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from portal.lti.outward import check_url
from portal.lti.tool import Claims, registration_of
from portal.models import Offer, Platform


def takes_several(claims: Claims) -> bool:
    """Whether a platform takes more than one link at once."""
    return str(claims.deep_linking.get("accept_multiple", False)).lower() == "true"


def return_url(claims: Claims) -> str:
    """Return where a choice is sent to.

    Raises
    ------
    NotAllowed
        If it is no address that a form may be sent to.
    """
    url = str(claims.deep_linking.get("deep_link_return_url", ""))
    check_url(url, settings.PORTAL.local_lms)
    return url


def answer(platform: Platform, claims: Claims, offers: Sequence[Offer]) -> str:
    """Return the signed answer: links to assignments."""
    deep = DeepLink(registration_of(platform), claims.deployment, cast(Any, claims.deep_linking))
    message = deep.get_message_jwt([_link(one) for one in offers])
    data = "https://purl.imsglobal.org/spec/lti-dl/claim/data"
    if message.get(data) is None:
        message.pop(data, None)
    return str(deep.encode_jwt(message))  # type: ignore[no-untyped-call]


def column_of(offer: Offer) -> LineItem:
    """Return the column that an offer's grades go into."""
    column = LineItem().set_label(offer.title).set_score_maximum(float(Fraction(offer.points)))
    return column.set_resource_id(f"{offer.course.slug}/{offer.assignment}").set_tag("grade")


def _link(offer: Offer) -> DeepLinkResource:
    url = f"{settings.PORTAL.address}/lti/launch?{urlencode({'assignment': offer.assignment})}"
    link = DeepLinkResource().set_url(url).set_title(offer.title).set_lineitem(column_of(offer))
    return link.set_custom_params({"assignment": offer.assignment})
