"""What the processes that run and judge projects share: nothing they fork can reach into them.

A fork of such a process runs code that nobody has looked at. It must not read or write the memory of its
parent, take its descriptors, or write on the channel to the caller.
"""

import ctypes
import json
import os
import resource

# Options of prctl(2).
PR_SET_DUMPABLE = 4


def close_process(closed):
    """Closes this process to others of the same user (/proc/ID/mem, /proc/ID/fd, ptrace, pidfd_getfd), or opens it."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        return  # not Linux: there is no sandbox that promises it
    if prctl(PR_SET_DUMPABLE, 0 if closed else 1, 0, 0, 0) != 0:
        raise SystemExit("the process cannot be closed to others")


def open_channel():
    """Returns the stream to the caller; its descriptor stands in CHANNEL. Forks must close it."""
    descriptor = os.dup(int(os.environ.pop("CHANNEL")))
    if descriptor > 2:
        os.closerange(3, descriptor)
        os.closerange(descriptor + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return os.fdopen(descriptor, "w", encoding="utf-8")


def emit(channel, **event):
    """Writes one event."""
    channel.write(json.dumps(event) + "\n")
    channel.flush()
