"""A portal of this process: its tables in a folder, Django's client in front, a worker that is driven step by step."""

from collections.abc import Iterator

import pytest

pytest.importorskip("django")

from portal.config import Config, start


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The portal's configuration, started once for each process of tests."""
    from django.conf import settings

    if settings.configured:
        found: Config = settings.PORTAL
        return found
    config = Config(data=tmp_path_factory.mktemp("portal"))
    start(config)
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    call_command("migrate", verbosity=0)
    setup_test_environment()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
    return config


@pytest.fixture(scope="session")
def worker(portal: Config) -> Iterator[object]:
    """A worker that does what it is told."""
    from portal import courses
    from portal.gradings import Gradings, confinement
    from portal.worker import Worker

    patch = pytest.MonkeyPatch()
    patch.setattr(courses, "salted", lambda seed, course: "the seed of all courses")  # cases are drawn once
    gradings = Gradings(confinement())
    yield Worker(gradings)
    gradings.close()
    patch.undo()
