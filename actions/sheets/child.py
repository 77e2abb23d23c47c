"""The process that reads a file: `python -m actions.sheets.child [SHEET]`, the file in, the table or a fault out.

It bounds itself before it looks at the first byte, opens nothing, and knows no secret: its environment is empty.
"""

import resource
import sys
import traceback

import msgspec

from . import limits


def main(sheet=None):
    bound()
    from . import texts, workbooks
    from .packages import is_workbook
    from .table import Unreadable

    data = sys.stdin.buffer.read()
    try:
        table = workbooks.read(data, None if sheet is None else int(sheet)) if is_workbook(data) else texts.read(data)
        if not table.lines:
            raise Unreadable("nothing")
        answer = {"table": table}
    except Unreadable as fault:
        answer = {"fault": fault.code, "facts": fault.facts}
    except MemoryError:
        answer = {"fault": "heavy", "facts": {}}
    except Exception:
        traceback.print_exc()
        answer = {"fault": "broken", "facts": {}}
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def bound():
    """Take little memory and time; a limit that the system does not know is left to the others."""
    for name, most in [("RLIMIT_AS", limits.MEMORY), ("RLIMIT_CPU", limits.PROCESSOR), ("RLIMIT_FSIZE", 0)]:
        hard = resource.getrlimit(getattr(resource, name))[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    main(*sys.argv[1:])
