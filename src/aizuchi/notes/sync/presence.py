"""Who is in a note right now. Never stored; gone with the connection that said it."""

import time
from collections.abc import Hashable

from aizuchi.notes.sync.protocol import Close, ConnectionRefused, Sighting, check_state

_LARGEST_STATE = 8 * 1024
_MOST_CLIENTS = 16
_REPEATED_WITHIN = 45.0  # clients say every 15 seconds that they are still here


class Presence:
    def __init__(self) -> None:
        self._seen: dict[int, Sighting] = {}
        self._owner: dict[int, Hashable] = {}
        """The connection a client came by, or the name of the node it is on."""
        self._heard_at: dict[int, float] = {}

    def everybody(self) -> list[Sighting]:
        """Those on another node count as long as it repeats them: a node may die without a word."""
        freshest = time.monotonic() - _REPEATED_WITHIN
        return [
            seen
            for client, seen in self._seen.items()
            if not seen.is_gone and (not _is_elsewhere(self._owner[client]) or self._heard_at[client] > freshest)
        ]

    def of(self, owner: Hashable) -> list[Sighting]:
        return [self._seen[client] for client, who in self._owner.items() if who is owner]

    def speaker_of(self, client: int) -> Hashable | None:
        """Who speaks for this client right now."""
        return self._owner.get(client)

    def accept(self, owner: Hashable, sightings: list[Sighting]) -> list[Sighting]:
        """Keeps what is news and returns it. Clients also repeat what they heard of others: that is no news."""
        return [seen for seen in sightings if self._accept_one(owner, seen)]

    def leave(self, owner: Hashable) -> list[Sighting]:
        """The farewells of a connection's clients."""
        clients = [client for client, who in self._owner.items() if who is owner]
        farewells = [Sighting(client, self._seen[client].clock + 1, b"null") for client in clients]
        for client in clients:
            del self._owner[client], self._seen[client], self._heard_at[client]
        return farewells

    def _accept_one(self, owner: Hashable, seen: Sighting) -> bool:
        known, known_owner = self._seen.get(seen.client), self._owner.get(seen.client)
        is_news = known is None or seen.clock > known.clock or (seen.clock == known.clock and seen.is_gone)
        if not is_news or (known is None and seen.is_gone) or not _may_speak(owner, known_owner):
            return False
        if not _is_elsewhere(owner):
            if len(seen.state) > _LARGEST_STATE or self._count(owner) >= _MOST_CLIENTS:
                raise ConnectionRefused(Close.MALFORMED, "too much awareness")
            check_state(seen.state)
        self._seen[seen.client], self._owner[seen.client] = seen, owner
        self._heard_at[seen.client] = time.monotonic()
        return True

    def _count(self, owner: Hashable) -> int:
        return sum(who is owner for who in self._owner.values()) - 1


def _is_elsewhere(owner: Hashable) -> bool:
    return isinstance(owner, bytes)


def _may_speak(owner: Hashable, known: Hashable | None) -> bool:
    """A client is spoken for by its own connection; it may have moved here from another node, or away to one."""
    return known is None or known is owner or _is_elsewhere(known) or _is_elsewhere(owner)
