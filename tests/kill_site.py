"""Run by test_sites: one process for each point of a build, killed there; afterwards the site is the old or the new.

Each point is an event of Python's audit hook that names a path under the root: open, mkdir, rename, symlink, utime.
"""

import os
import signal
import sys
from pathlib import Path

from portal.public.sites import Page, sweep, switch, write_site


def build(root, word, number):
    pages = [Page(f"/orust/{n}/", f"{word} {n} ".encode() * 40, "text/html") for n in range(3)]
    pages += [Page("/orust/lydelse/", b"always the same", "text/html")]
    switch(root, "orust", write_site(root, "orust", pages, stamp={"sequence": number}))
    sweep(root, "orust")


def killed_at(point, root):
    """Build in a child that dies by SIGKILL at the given event; return whether it was still alive to be killed."""
    child = os.fork()
    if child == 0:
        seen = 0

        def count(event, arguments):
            nonlocal seen
            if str(root) in repr(arguments):
                seen += 1
                if seen == point:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        build(root, "new", 2)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    from portal.public.sites import current, pages

    base = Path(sys.argv[1])
    point = 1
    while True:
        root = base / str(point)
        build(root, "old", 1)
        alive = killed_at(point, root)
        standing = current(root, "orust")
        words = {page.body.split()[0].decode() for page in pages(standing.folder)} - {"always"}
        build(root, "newest", 3)
        left = len(list((root / "builds").iterdir()))
        print(alive, standing.stamp["sequence"], *words, current(root, "orust").stamp["sequence"], left)
        if not alive:
            break
        point += 1
