"""Who comes while the load of a clinic is measured; locust runs it.

Patients save an entry and see the diary with it, ten a second together.
Practitioners open a page every five seconds: today's list, a course, the list of patients.
They do not march in step: each comes a little earlier or later every time.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from locust import FastHttpUser, task

GIVEN = json.loads(Path(os.environ["DEQI_LOAD_COOKIES"]).read_text(encoding="utf-8"))
CLINIC = GIVEN["clinic"]
TOKEN = re.compile(r'csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile("csrftoken=([^;]+)")
SESSION = "sessionid"
WRITE_EVERY_S, LOOK_EVERY_S = 1.0, 5.0


def about_every(seconds: float) -> Callable[[Any], float]:
    """Keeps the pace on average. The library's own brings all visitors to the beat of their start,
    and then the pages of twenty people are asked for in the same half second."""

    def wait(visitor: Any) -> float:
        due_s = getattr(visitor, "due_s", time.monotonic())
        visitor.due_s = due_s + random.uniform(0.5, 1.5) * seconds
        return float(max(visitor.due_s - time.monotonic(), 0.0))

    return wait


class Patient(FastHttpUser):
    """Stands for many: each time another of the thousand writes."""

    weight = 1
    fixed_count = 10
    wait_time = about_every(WRITE_EVERY_S)

    def on_start(self) -> None:
        """A form that lies open: its token is good for every entry."""
        time.sleep(random.uniform(0, WRITE_EVERY_S))
        page = self.client.get("/diary/", headers=self._cookies(), name="diary: see")
        token, signed = (
            TOKEN.search(page.text or ""),
            COOKIE.search(str(page.headers["Set-Cookie"])),
        )
        assert token, "the page has no form"
        assert signed, "the page has no token in a cookie"
        self.token, self.signed = token[1], signed[1]

    @task
    def write(self) -> None:
        """One entry, durable when the answer comes, and the diary with it."""
        headers = self._cookies()
        form = {
            "csrfmiddlewaretoken": self.token,
            "key": str(uuid4()),
            "pain_nrs": str(random.randint(0, 10)),
        }
        signed = {"Cookie": f"{headers['Cookie']}; csrftoken={self.signed}"}
        with self.client.post(
            "/diary/", form, headers=signed, name="diary: save", allow_redirects=False,
            catch_response=True,
        ) as saved:  # fmt: skip
            to = saved.headers.get("Location", "")
            if saved.status_code != 302 or not to.startswith("/diary/"):
                saved.failure(f"status {saved.status_code}, to {to}")
        self.client.cookiejar.clear()
        _open(self.client, "/diary/", headers, "diary: see")

    def _cookies(self) -> dict[str, str]:
        self.client.cookiejar.clear()
        return {"Cookie": f"{SESSION}={random.choice(GIVEN['patients'])}"}


class Practitioner(FastHttpUser):
    """Opens a page every five seconds."""

    weight = 1
    fixed_count = 20
    wait_time = about_every(LOOK_EVERY_S)

    def on_start(self) -> None:
        """Each is somebody else."""
        time.sleep(random.uniform(0, LOOK_EVERY_S))
        self.cookie = f"{SESSION}={random.choice(GIVEN['staff'])}"

    @task(3)
    def today(self) -> None:
        """Who needs somebody first."""
        self._open("today/", "today")

    @task(3)
    def course(self) -> None:
        """The answer on one course."""
        self._open(f"course/{random.choice(GIVEN['episodes'])}/", "course")

    @task(1)
    def patients(self) -> None:
        """Everybody."""
        self._open("patients/", "patients")

    def _open(self, path: str, name: str) -> None:
        self.client.cookiejar.clear()
        _open(self.client, f"/clinic/{CLINIC}/{path}", {"Cookie": self.cookie}, name)


def _open(client: Any, path: str, headers: dict[str, str], name: str) -> None:
    """Look at a page; being led elsewhere, to the log-in say, is not the page."""
    with client.get(
        path, headers=headers, name=name, allow_redirects=False, catch_response=True
    ) as page:
        if page.status_code != 200:
            page.failure(f"status {page.status_code}")
