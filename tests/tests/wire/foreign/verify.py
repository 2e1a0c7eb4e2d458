"""Reads cases from its input, verifies each by a library, and writes what the library has
against it, or null: `PYTHONPATH=… python3 verify.py LIBRARY`."""

import datetime
import importlib
import json
import sys

import standardwebhooks.webhooks

library = importlib.import_module(sys.argv[1] + ".webhooks")


def clock(shift_s):
    """Both libraries ask this module for the time."""

    class Shifted(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.datetime.now(tz) + datetime.timedelta(seconds=shift_s)

    standardwebhooks.webhooks.datetime = Shifted


def objection(case):
    clock(case["clock_s"])
    headers = {
        "webhook-id": case["id"],
        "webhook-timestamp": case["timestamp"],
        "webhook-signature": case["signature"],
    }
    try:
        library.Webhook(case["secret"]).verify(case["body"], headers)
    except Exception as error:
        return repr(error)
    return None


json.dump([objection(case) for case in json.load(sys.stdin)], sys.stdout)
