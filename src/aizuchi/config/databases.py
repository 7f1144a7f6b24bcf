"""The two databases: everything, and the mailbox for sealed answers, which no migration and no model touches."""

from typing import Any

MAILBOX = "mailbox"


class MailboxRouter:
    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == MAILBOX else None
