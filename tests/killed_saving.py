"""An official's save that is killed: `python -m tests.killed_saving DATABASE USER ADDRESS FIELDS FUNCTION`.

Sends the fields (JSON) to the form at the address, and kills itself (SIGKILL) when the named function is called.
"""

import json
import os
import signal
import sys

import django


def kill_at(name):
    monitoring = sys.monitoring
    monitoring.use_tool_id(monitoring.DEBUGGER_ID, "killer")

    def called(code, offset):
        if code.co_qualname == name:
            os.kill(os.getpid(), signal.SIGKILL)

    monitoring.register_callback(monitoring.DEBUGGER_ID, monitoring.events.PY_START, called)
    monitoring.set_events(monitoring.DEBUGGER_ID, monitoring.events.PY_START)


def main(database, user, address, fields, function):
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from programmes.models import User

    connection.settings_dict["NAME"] = database
    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Client()
    browser.force_login(User.objects.get(pk=user))
    kill_at(function)
    browser.post(address, json.loads(fields))


if __name__ == "__main__":
    main(*sys.argv[1:])
