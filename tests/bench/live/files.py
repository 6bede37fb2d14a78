"""Open files: a process with thousands of connections needs as many."""

import resource


def allow_files() -> None:
    """Raise this process's limit of open files, and that of its children, as far as it may."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
