"""The web process: gunicorn around Django, on one address."""

import os
import signal
import sys
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from portal.config import Config, start
from portal.logs import Lines
from portal.processes import end_with_parent

THREADS = 16  # requests at once, slow uploads among them


class Log(Logger):
    """Gunicorn's log, as lines of JSON like ours."""

    def setup(self, cfg: Any) -> None:
        """Set it up."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Lines())


class Web(BaseApplication):
    """Gunicorn, told by us and by no file or environment."""

    def __init__(self, config: Config) -> None:
        self.config = config
        super().__init__()

    def load_config(self) -> None:
        """Say how to serve."""
        config = self.config
        chosen: dict[str, Any] = {
            "bind": f"[{config.host}]:{config.port}" if ":" in config.host else f"{config.host}:{config.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": 5,
            "keepalive": 5,
            "limit_request_line": 4094,
            "limit_request_fields": 60,
            "worker_tmp_dir": str(config.data),
            "control_socket_disable": True,
            "when_ready": lambda _: end_with_parent(lambda: os.kill(os.getpid(), signal.SIGTERM)),
            "forwarded_allow_ips": "127.0.0.1",
            "loglevel": "warning",
            "logger_class": Log,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application."""
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()


def main() -> None:
    """Serve until told to stop."""
    config = Config.from_text(sys.stdin.read())
    start(config)
    Web(config).run()


if __name__ == "__main__":
    main()
