"""What whoever watches the machine can do about what /healthz and /readyz say, in a sentence each."""

from collections.abc import Mapping

SENTENCES: Mapping[tuple[str, str], str] = {
    (
        "database",
        "locked",
    ): "Another program holds the database: end it. Often one copies the file.",
    ("database", "unreachable"): "The database does not answer: start it, and see that AIZUCHI_DATABASE_URL names it.",
    ("database", "waits for migrations"): "The database is of an earlier version: run aizuchi upgrade.",
    (
        "keys",
        "unreadable",
    ): "The keys of notes cannot be read: bring note_keys back from the backup of the keys.",
    ("disk", "full"): "The disk of the data folder is full: make room.",
    ("disk", "cannot be written"): "The data folder takes nothing: look for a quota, and in dmesg for a faulty disk.",
    (
        "mailbox",
        "locked",
    ): "Another program holds mailbox.sqlite3, and nobody can answer without a name: end it.",
    (
        "mailbox",
        "unreachable",
    ): "The mailbox of anonymous answers is away: see what AIZUCHI_MAILBOX_URL names.",
    ("jobs", "late"): "Jobs are late: look at the operator's page of jobs, and whether a worker runs.",
    ("mail", "late"): "Mail is late: look at the operator's page of jobs, and whether the mail server takes it.",
    (
        "jobs_process",
        "gone",
    ): "The process that does the jobs is gone, and starts again soon: look at the log.",
}


def say_what_to_do(facts: Mapping[str, str]) -> list[str]:
    return [SENTENCES[fact] for fact in facts.items() if fact in SENTENCES]
