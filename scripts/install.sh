#!/bin/sh
# Installs a lock file with its hashes, from wherever pip or uv are told to look (PIP_INDEX_URL, UV_INDEX_URL).
set -e
if command -v uv >/dev/null; then
    exec uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1"
fi
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
exec .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$1"
