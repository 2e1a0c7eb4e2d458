#!/usr/bin/env python3
"""Makes clients of a table: contact (a phone or an e-mail), name, comment.

    python3 import_clients.py clients.csv

Whoever is known by the contact gets the name and the comment; a second run doubles nothing.
"""
import csv
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

BESEDA, TOKEN = os.environ["BESEDA"], os.environ["TOKEN"]


def api(method, path, body=None):
    """What the relay answers; waits when it asks for patience."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    while True:
        request = urllib.request.Request(BESEDA + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read() or "{}")
        except urllib.error.HTTPError as error:
            wait = error.headers.get("Retry-After")
            if wait is None:
                sys.exit(f"{method} {path}: {error.read().decode()}")
            time.sleep(int(wait))


def folded(contact):
    """As two ways of writing one contact are compared."""
    if "@" in contact:
        return contact.strip().lower()
    return "".join(c for c in contact if c.isdigit())


def known(contact):
    """The client who has this contact, if there is one."""
    part = contact if "@" in contact else folded(contact)
    all_of = json.dumps([{"t": "search", "part": part}])
    page = api("GET", "/v1/clients?" + urllib.parse.urlencode({"all_of": all_of}))
    for listed in page["clients"]:
        if folded(contact) in [folded(one["value"]) for one in listed["contacts"]]:
            return listed["client"]["id"]
    return None


def bring_in(contact, name, comment):
    """Adds a client, or brings a known one up to date."""
    client = known(contact)
    if client is None:
        kind = "email" if "@" in contact else "phone"
        contacts = [{"kind": kind, "value": contact}]
        client = api("POST", "/v1/clients", {"name": name or None, "contacts": contacts})["id"]
    card = api("GET", f"/v1/clients/{client}")
    if name and card["client"].get("name") != name:
        body = {"name": name, "replaced": card["client"].get("name")}
        api("PUT", f"/v1/clients/{client}/name", body)
    if comment and card["profile"]["comment"] != comment:
        body = {"comment": comment, "replaced": card["profile"]["comment"]}
        api("PUT", f"/v1/clients/{client}/comment", body)
    return client


with open(sys.argv[1], newline="", encoding="utf-8-sig") as file:
    for contact, name, comment in csv.reader(file, delimiter=";"):
        print(bring_in(contact.strip(), name.strip(), comment.strip()), contact, "Done")
