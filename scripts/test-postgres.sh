#!/bin/sh
# All tests once more on PostgreSQL, beside a Redis; both are ours alone and gone afterwards.
set -e
if ! .venv/bin/python scripts/services.py true 2>/tmp/aizuchi-services.$$; then
    echo "LEFT OUT: the tests on PostgreSQL. $(cat /tmp/aizuchi-services.$$)"
    rm -f /tmp/aizuchi-services.$$
    exit 0
fi
rm -f /tmp/aizuchi-services.$$
exec .venv/bin/python scripts/services.py .venv/bin/python -m pytest -n 2 --dist worksteal -m "not journey" -p no:playwright
