#!/bin/sh
# All tests once more on PostgreSQL, beside a Redis; both are ours alone and gone afterwards.
# Tests that start a server on an SQLite file of its own are left to the other run.
.venv/bin/python scripts/services.py .venv/bin/python -m pytest -n 2 --dist worksteal \
    -m "not journey and not engine and not own_server" -p no:playwright
status=$?
if [ $status = 75 ]; then
    echo "LEFT OUT: the tests on PostgreSQL, because of what is said above."
    exit 0
fi
exit $status
