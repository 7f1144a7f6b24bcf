"""The product's settings with two things more: a bare view to compare with, and the number of queries in a header."""

from aizuchi.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.urls.CountQueries", *MIDDLEWARE]  # noqa: F405
