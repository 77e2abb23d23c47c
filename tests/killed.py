"""A publisher that is killed: `python -m tests.killed DATABASE SITES DOCUMENTS PROGRAMME CALL [SIGNAL]`.

Publishes the programme (0: nothing), builds what is not what it should be, and sends itself the signal (SIGKILL, if no
other is named) at the CALL-th call of a function of the portal; 0 lets it live and prints how many calls there were.
"""

import os
import signal
import sys
from pathlib import Path

import django

HOUSE = str(Path(__file__).resolve().parent.parent / "portal")


class Killer:
    def __init__(self, at, signal=signal.SIGKILL):
        self.at, self.calls, self.signal = at, 0, signal
        monitoring = sys.monitoring
        monitoring.use_tool_id(monitoring.DEBUGGER_ID, "killer")
        monitoring.register_callback(monitoring.DEBUGGER_ID, monitoring.events.PY_START, self.called)
        monitoring.set_events(monitoring.DEBUGGER_ID, monitoring.events.PY_START)

    def called(self, code, offset):
        if not code.co_filename.startswith(HOUSE):
            return sys.monitoring.DISABLE
        self.calls += 1
        if self.calls == self.at:
            os.kill(os.getpid(), self.signal)
        return None


def main(database, sites, documents, programme, call, name="SIGKILL"):
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = database
    settings.SITES, settings.DOCUMENTS = Path(sites), Path(documents)
    from portal.public import build
    from portal.publishing.publish import propose_programme, publish
    from programmes.models import Programme

    subject = Programme.objects.filter(pk=programme).first()
    seen = propose_programme(subject).seen if subject else ""
    build.release()
    killer = Killer(int(call), signal.Signals[name])
    if subject:
        publish(propose_programme, subject, seen=seen, by="Näringslivsenheten")
    build.heal()
    print(killer.calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
