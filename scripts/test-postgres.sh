#!/bin/sh
# What asks the database itself once more on PostgreSQL, beside a Redis; both are ours alone and gone afterwards.
# Tests that start a server on an SQLite file of its own are left to the other run. All of the rest on PostgreSQL too:
#     .venv/bin/python scripts/services.py .venv/bin/python -m pytest -n 2 -m "not journey and not engine and not own_server"
.venv/bin/python scripts/services.py .venv/bin/python -m pytest -n 2 --dist worksteal \
    -m "database and not journey and not engine and not own_server" -p no:playwright
status=$?
if [ $status = 75 ]; then
    echo "LEFT OUT: the tests on PostgreSQL, because of what is said above."
    exit 0
fi
exit $status
