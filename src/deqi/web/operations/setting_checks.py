"""Do the settings hold? Key file, folder, address, mail."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from django.conf import settings

from deqi.store.vault import VaultError, read_key_file
from deqi.web.operations.findings import Finding, fault, good, look

LEAST_FREE_BYTES = 1_000_000_000


def check_key() -> Iterator[Finding]:
    """Whether the key can be read, by its owner only, and lies apart from the data."""
    path = settings.DEQI_KEY_FILE
    try:
        yield good(f"Key {read_key_file(path).fingerprint}, in {path}.")
    except VaultError as error:
        yield fault(str(error))
        return
    if settings.DEQI.home in path.parents:
        yield look(
            f"The key lies in the folder of the data ({settings.DEQI.home}): a copy of the folder "
            "is a copy of the key. Move it, and name its place with DEQI_KEY_FILE."
        )


def check_home() -> Iterator[Finding]:
    """Whether only its owner reads the folder, and the disk takes more."""
    home = settings.DEQI.home
    if home.stat().st_mode & 0o077:
        yield fault(f"Others than its owner may enter {home}. Run: chmod 700 {home}")
    free = shutil.disk_usage(home).free
    if free < LEAST_FREE_BYTES:
        yield look(f"Only {free / 1e9:.1f} GB are free on the disk of {home}. Make room.")
    else:
        yield good(f"Data in {home}; {free / 1e9:.0f} GB are free.")


def check_address() -> Iterator[Finding]:
    """Whether browsers come over TLS, and whether the proxy before it is counted."""
    config = settings.DEQI
    if config.is_demo:
        yield fault("DEQI_DEMO is set: everybody comes in without a password. Unset it.")
    if not config.is_https:
        yield look(
            f"{config.base_url} is not https: for this machine only. For a practice put a proxy "
            "with TLS before it and set DEQI_BASE_URL."
        )
    elif config.n_proxies == 0:
        yield look(
            "DEQI_PROXIES is 0: behind a proxy all visitors count as one in the limits of log-ins. "
            "Set it to the number of proxies, usually 1."
        )
    else:
        yield good(f"Browsers come to {config.base_url}.")


def check_mail() -> Iterator[Finding]:
    """Whether letters can leave."""
    if settings.DEQI.mail_url:
        yield good("Letters leave through the server in DEQI_MAIL_URL.")
    else:
        yield look("No mail server (DEQI_MAIL_URL): reminders and invitations wait unsent.")
