"""Run student code in another process. `host` is trusted, `worker` is not; they share `wire`."""
