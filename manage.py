#!/usr/bin/env python3
import os
import sys

from portal import bootstrap

if __name__ == "__main__":
    bootstrap.prepare(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
