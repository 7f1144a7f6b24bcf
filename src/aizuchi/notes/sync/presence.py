"""Who is in a note right now. Never stored; gone with the connection that said it."""

from collections.abc import Hashable

from aizuchi.notes.sync.protocol import Close, ConnectionRefused, Sighting

_LARGEST_STATE = 8 * 1024
_CLIENTS_PER_CONNECTION = 16


class Presence:
    def __init__(self) -> None:
        self._seen: dict[int, Sighting] = {}
        self._owner: dict[int, Hashable] = {}

    def everybody(self) -> list[Sighting]:
        return [seen for seen in self._seen.values() if not seen.is_gone]

    def accept(self, owner: Hashable, sightings: list[Sighting]) -> list[Sighting]:
        """Keeps what is news and returns it. Clients also repeat what they heard of others: that is no news."""
        return [seen for seen in sightings if self._accept_one(owner, seen)]

    def leave(self, owner: Hashable) -> list[Sighting]:
        """The farewells of a connection's clients."""
        clients = [client for client, who in self._owner.items() if who is owner]
        farewells = [Sighting(client, self._seen[client].clock + 1, b"null") for client in clients]
        for client in clients:
            del self._owner[client], self._seen[client]
        return farewells

    def _accept_one(self, owner: Hashable, seen: Sighting) -> bool:
        known, known_owner = self._seen.get(seen.client), self._owner.get(seen.client)
        is_news = known is None or seen.clock > known.clock or (seen.clock == known.clock and seen.is_gone)
        if not is_news or (known is None and seen.is_gone) or (known_owner is not None and known_owner is not owner):
            return False
        if len(seen.state) > _LARGEST_STATE or self._count(owner) >= _CLIENTS_PER_CONNECTION:
            raise ConnectionRefused(Close.MALFORMED, "too much awareness")
        self._seen[seen.client], self._owner[seen.client] = seen, owner
        return True

    def _count(self, owner: Hashable) -> int:
        return sum(who is owner for who in self._owner.values()) - 1
