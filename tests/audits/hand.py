"""Verbs done inside a running site, by a Python of its own."""

import subprocess
import sys

from linkbio.demo import ROOT, Demo

SETUP = """
import django; django.setup()
import time
from profiles import domains, links, pages
from profiles.models import DomainRule, Link, Page, Verb, Verdict
from tests import moderators
def page(): return Page.objects.for_public_page().get(handle="mina.eats")
def link(): return page().links.of_page().filter(kind="link", url__startswith="https").order_by("pk").first()
def host(): return ".".join(reversed(link().reversed_host.split(".")[:-1]))
"""


class Hand:
    """A Python inside the site's own environment that does what it is told, at once."""

    def __init__(self, site: Demo) -> None:
        environment = site.environment | {"DJANGO_SETTINGS_MODULE": "linkbio.settings"}
        self.process = subprocess.Popen(
            [sys.executable, "-q", "-u", "-i", "-c", SETUP],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def do(self, code: str) -> float:
        """Do it; returns the moment before it was done."""
        return float(self.tell(f"at = time.time(); {code}; print('=', at)"))

    def tell(self, code: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{code}\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("= "):
                return line[2:].strip()
        raise AssertionError(f"{code} failed in the site")
