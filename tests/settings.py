"""The product's own settings in a temporary data folder; whatever is only slow or leaves the machine is swapped."""

import atexit
import os
import shutil
import tempfile

if "AIZUCHI_TEST_HOME" not in os.environ:  # workers of xdist inherit the folder
    os.environ["AIZUCHI_TEST_HOME"] = tempfile.mkdtemp(prefix="aizuchi-test-")
    atexit.register(shutil.rmtree, os.environ["AIZUCHI_TEST_HOME"], ignore_errors=True)

os.environ["AIZUCHI_HOME"] = os.environ["AIZUCHI_TEST_HOME"]
os.environ["AIZUCHI_BASE_URL"] = "http://testserver"
for _name in ("AIZUCHI_DEMO", "AIZUCHI_DEBUG", "AIZUCHI_MAIL_URL", "AIZUCHI_SECRET_KEY", "AIZUCHI_REDIS_URL"):
    os.environ[_name] = {"AIZUCHI_DEMO": "0", "AIZUCHI_DEBUG": "0"}.get(_name, "")

from aizuchi.config.messages import compile_messages  # noqa: E402

compile_messages()  # before Django reads any sentence: it reads each language once

from aizuchi.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE = [  # a page does not begin a loop and a thread because files do
    "tests.faster.serve_static_files" if name.endswith(".ServeStaticMiddleware") else name
    for name in MIDDLEWARE  # noqa: F405
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tables are made as the models say, in a tenth of the time; test_migrations.py compares them with what migrations make.
for _database in DATABASES.values():  # noqa: F405
    _database["TEST"] = _database.get("TEST", {}) | {"MIGRATE": False}
CACHES["shared"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}  # noqa: F405
