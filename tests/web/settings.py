"""The clinic's own settings, with a key and a database of the tests.

DEQI_DATABASE_URL chooses the database: SQLite without it, PostgreSQL when it names one.
"""

import os
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="deqi-tests-"))
os.environ.update(
    DEQI_HOME=str(HOME), DEQI_KEY_FILE=str(HOME / "key"), DEQI_BASE_URL="http://localhost:8765"
)
for name in ("DEQI_MAIL_URL", "DEQI_DEMO"):
    os.environ.pop(name, None)

from deqi.store.vault import make_key_file  # noqa: E402

make_key_file(HOME / "key")

from deqi.web.settings import *  # noqa: E402, F403
from deqi.web.settings import DATABASES, INSTALLED_APPS  # noqa: E402

INSTALLED_APPS += ["tests.web.emptying"]

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in life: in memory there is neither WAL nor a second connection.
    DATABASES["default"]["TEST"] = {
        "NAME": str(HOME / f"test-{os.getpid()}.sqlite3"),
        "MIRROR": None,
        "CHARSET": None,
        "COLLATION": None,
        "MIGRATE": True,
    }
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Argon2 with its full cost would be most of the time of the tests.
PASSWORD_HASHERS = ["tests.web.cheap.CheapArgon2"]
