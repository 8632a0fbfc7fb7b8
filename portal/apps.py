"""The portal as Django knows it."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The only application of ours."""

    name = "portal"
    label = "portal"
