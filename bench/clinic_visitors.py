"""Who comes while the load of a clinic is measured; locust runs it.

Patients open the diary, save one entry and see the diary again, together so often a second.
Practitioners open a page every five seconds: today's list, a course, the list of patients.
"""

from __future__ import annotations

import json
import os
import random
import re
from pathlib import Path
from uuid import uuid4

from locust import FastHttpUser, constant_pacing, constant_throughput, task

GIVEN = json.loads(Path(os.environ["DEQI_LOAD_COOKIES"]).read_text(encoding="utf-8"))
CLINIC = GIVEN["clinic"]
TOKEN = re.compile(r'csrfmiddlewaretoken" value="([^"]+)"')
SESSION = "sessionid"


class Patient(FastHttpUser):
    """Stands for many: each time another of the thousand writes."""

    weight = 1
    fixed_count = 10
    wait_time = constant_throughput(1)

    @task
    def write(self) -> None:
        """One entry: durable when the answer says that it was saved."""
        self.client.cookiejar.clear()
        headers = {"Cookie": f"{SESSION}={random.choice(GIVEN['patients'])}"}
        page = self.client.get("/diary/", headers=headers, name="diary: open")
        found = TOKEN.search(page.text or "")
        if found is None:
            return
        form = {
            "csrfmiddlewaretoken": found[1],
            "key": str(uuid4()),
            "pain_nrs": str(random.randint(0, 10)),
        }
        cookie = f"{headers['Cookie']}; csrftoken={page.cookies['csrftoken']}"
        with self.client.post(
            "/diary/",
            form,
            headers={"Cookie": cookie},
            name="diary: save",
            allow_redirects=False,
            catch_response=True,
        ) as saved:
            if saved.status_code != 302:
                saved.failure(f"status {saved.status_code}")
        self.client.cookiejar.clear()
        self.client.get("/diary/", headers=headers, name="diary: open")


class Practitioner(FastHttpUser):
    """Opens a page every five seconds."""

    weight = 1
    fixed_count = 20
    wait_time = constant_pacing(5)

    def on_start(self) -> None:
        """Each is somebody else."""
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
        headers = {"Cookie": self.cookie}
        self.client.get(f"/clinic/{CLINIC}/{path}", headers=headers, name=name)
