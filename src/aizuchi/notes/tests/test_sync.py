"""Against a real server process and real sockets, in the language of y-websocket."""

import asyncio
import contextlib
import json
import sqlite3

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from aizuchi.notes.compaction import MANY
from aizuchi.notes.sync.protocol import Sync, sync_frame
from aizuchi.notes.tests.yclient import YClient


@pytest.fixture
def client(server, stage):
    def make(name: str | None, document: str, **options) -> YClient:
        return YClient(server, stage.sessions[name] if name else None, document, **options)

    return make


async def test_what_one_types_the_other_sees(client, stage):
    note = stage.fresh()
    async with client("member", note).connected() as member, client("manager", note).connected() as manager:
        await member.synced()
        await manager.synced()

        await member.write("道を並べてみる")
        await manager.until(lambda: manager.lines == ["道を並べてみる"])
        await manager.write("二つ目が近い")

        await member.until(lambda: member.lines == ["道を並べてみる", "二つ目が近い"])


async def test_a_plain_y_websocket_client_needs_nothing_of_ours(client, stage):
    note = stage.fresh()
    async with client("member", note, query="").connected() as plain, client("manager", note).connected() as ours:
        await plain.synced()
        await ours.synced()
        await plain.write("ふつうのYjs")
        await ours.until(lambda: ours.lines == ["ふつうのYjs"])

        assert not plain.access
        assert not plain.authors
        assert not plain.stored


async def test_stored_is_said_when_it_is_on_disk(client, stage, server):
    note = stage.fresh()
    async with client("member", note).connected() as member:
        await member.synced()
        for number in range(20):
            await member.write(f"{number}行目")
        await member.all_stored()

    assert await server.run_async("read", note) == "\n".join(f"{number}行目" for number in range(20))


async def test_edits_made_while_away_arrive_on_return(client, stage):
    note = stage.fresh()
    member = client("member", note)
    async with member.connected():
        await member.synced()
        await member.write("つながっているあいだ")
        await member.all_stored()
    for line in ("電車のなか", "トンネルのなか"):
        member.fragment.children.append(_paragraph(line))

    async with client("manager", note).connected() as manager, member.connected():
        await member.synced()
        await member.all_stored()
        await manager.until(lambda: manager.lines == ["つながっているあいだ", "電車のなか", "トンネルのなか"])


async def test_an_edit_that_comes_before_its_beginning_is_kept_and_not_called_stored(client, stage, server):
    note = stage.fresh()
    member = client("member", note)
    await_gap = client("member", note)
    member.fragment.children.append(_paragraph("はじまり"))
    begin = member.doc.get_update()
    before = member.doc.get_state()
    member.fragment.children.append(_paragraph("つづき"))
    late = member.doc.get_update(before)

    async with await_gap.connected():
        await await_gap.synced()
        await await_gap.all_stored()
        await await_gap.say(sync_frame(Sync.UPDATE, late))
        await await_gap.say(sync_frame(Sync.STATE, b"\x00"))
        await asyncio.sleep(0.2)
        assert await_gap.stored == 1
        await await_gap.say(sync_frame(Sync.UPDATE, begin))
        await await_gap.until(lambda: await_gap.stored == 3)

    assert await server.run_async("read", note) == "はじまり\nつづき"


async def test_the_server_tells_whose_words_are_whose(client, stage):
    note = stage.fresh()
    async with client("member", note).connected() as member, client("manager", note).connected() as manager:
        await member.synced()
        await manager.synced()
        await member.write("わたしの行")
        await manager.until(lambda: manager.authors.get(str(member.doc.client_id)) == stage.people["member"])

    async with client("manager", note).connected() as later:
        await later.until(lambda: later.authors.get(str(member.doc.client_id)) == stage.people["member"])


async def test_who_is_here_is_seen_and_forgotten_when_they_go(client, stage):
    note = stage.fresh()
    async with client("manager", note).connected() as manager:
        async with client("member", note).connected() as member:
            me = member.doc.client_id
            await member.show({"cursor": 3})
            await manager.until(lambda: manager.seen.get(me) == b'{"cursor": 3}')
            async with client("manager", note).connected() as newcomer:
                await newcomer.until(lambda: me in newcomer.seen)
        await manager.until(lambda: manager.seen.get(me) == b"null")


async def test_nobody_can_speak_for_another_cursor(client, stage):
    note = stage.fresh()
    async with client("manager", note).connected() as manager, client("member", note).connected() as member:
        await member.show({"name": "member"})
        await manager.until(lambda: member.doc.client_id in manager.seen)
        manager.doc, victim = member.doc, member.doc.client_id
        await manager.show({"name": "somebody else"}, clock=9)
        await member.show({"name": "member", "still": "here"}, clock=2)
        await manager.until(lambda: b"still" in manager.seen[victim])


@pytest.mark.parametrize("name", ["hr", "stranger"])
async def test_who_is_not_of_the_circle_cannot_connect(client, stage, name):
    async with client(name, stage.shared[0]).connected() as outsider:
        await outsider.until(lambda: outsider.close_code)

        assert outsider.close_code == 4404
        assert not outsider.is_synced


@pytest.mark.parametrize("name", ["manager", "peer", "hr"])
async def test_a_private_note_opens_for_its_author_only(client, stage, name):
    async with client(name, stage.private).connected() as outsider:
        await outsider.until(lambda: outsider.close_code)
        assert outsider.close_code == 4404

    async with client("member", stage.private).connected() as author:
        await author.synced()


async def test_a_note_that_does_not_exist_looks_like_one_that_is_not_yours(client, stage):
    async with client("member", stage.circle).connected() as member:
        await member.until(lambda: member.close_code)
        assert member.close_code == 4404


async def test_without_a_session_nothing_opens(client, stage):
    async with client(None, stage.shared[0]).connected() as nobody:
        await nobody.until(lambda: nobody.close_code)
        assert nobody.close_code == 4401


async def test_another_website_cannot_use_somebodys_session(client, stage):
    with pytest.raises(InvalidStatus):
        async with client("member", stage.shared[0]).dial(Origin="https://evil.example"):
            pass


async def test_an_edit_by_a_reader_is_refused_and_changes_nothing(client, stage, server):
    note = stage.fresh()
    async with client("member", note).connected() as member, client("peer", note).connected() as reader:
        await member.synced()
        await reader.synced()
        await member.write("ふたりの行")
        await reader.until(lambda: reader.lines == ["ふたりの行"])
        await reader.write("読むだけの人の行")
        await reader.until(lambda: reader.close_code)
        assert reader.close_code == 4403
        await member.all_stored()

    assert await server.run_async("read", note) == "ふたりの行"


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x07\x00",
        b"\x00\x09\x00",
        b"\x00\x02\xff\xff\xff\xff\x0f",
        b"\x00\x02\x05hello",
        b"\x01\x05\xff\xff\xff\xff\xff",
        b"\x00\x00\x05\xff\xff\xff\xff\xff",
        b"\xff" * 100,
    ],
)
async def test_a_malformed_frame_ends_that_one_connection_with_a_reason(client, stage, frame):
    note = stage.shared[30]
    async with client("manager", note).connected() as manager, client("member", note).connected() as member:
        await manager.synced()
        await member.synced()
        await member.say(frame)
        await member.until(lambda: member.close_code)

        assert member.close_code == 4400
        assert member.close_reason
        before = len(manager.lines)
        await manager.write("こちらは書ける")
        await manager.all_stored()
        assert len(manager.lines) == before + 1


async def test_an_oversized_frame_ends_that_one_connection(client, stage):
    async with client("member", stage.shared[30]).connected() as member:
        await member.synced()
        with contextlib.suppress(ConnectionClosed):  # refused at its first bytes
            await member.say(sync_frame(Sync.UPDATE, b"x" * (5 * 1024 * 1024)))
        await member.until(lambda: member.close_code)
        assert member.close_code == 1009


async def test_a_hundred_thousand_pasted_characters_arrive(client, stage):
    note = stage.fresh()
    async with client("member", note).connected() as member, client("manager", note).connected() as manager:
        await member.synced()
        await manager.synced()
        await member.write("長" * 100_000)
        await manager.until(lambda: [len(line) for line in manager.lines] == [100_000])
        await member.all_stored()


async def test_many_tabs_of_one_person_see_the_same(client, stage):
    note = stage.fresh()
    tabs = [client("member", note) for _ in range(40)]
    async with asyncio.TaskGroup() as group:
        for tab in tabs:
            group.create_task(_open_and_write(tab, len(tabs)))

    assert all(sorted(tab.lines) == sorted(tabs[0].lines) for tab in tabs)


async def _open_and_write(tab: YClient, count: int) -> None:
    async with tab.connected():
        await tab.synced()
        await tab.write(f"{tab.doc.client_id}")
        await tab.until(lambda: len(tab.lines) == count, timeout=30)


async def test_what_another_process_writes_appears_in_the_open_note(client, stage, server):
    """As a job of `aizuchi worker` would."""
    note = stage.fresh()
    async with client("manager", note).connected() as manager:
        await manager.synced()
        await server.run_async("write", note, "まとめの下書き")
        await manager.until(lambda: manager.lines == ["まとめの下書き"], timeout=3)
        await manager.write("つづき")
        await manager.all_stored()

    assert await server.run_async("read", note) == "まとめの下書き\nつづき"


async def test_losing_access_closes_the_socket_within_a_second_or_so(client, stage, server):
    """The loss happens in another process, as when an import ends a pair. The reader's session is needed no more."""
    note = stage.fresh()
    async with client("peer", note).connected() as reader:
        await reader.synced()
        await server.run_async("sign_out", stage.sessions["peer"])
        await reader.until(lambda: reader.close_code, timeout=2)
        assert reader.close_code == 4401


@pytest.mark.parametrize("how", ["leave", "change_password"])
async def test_who_left_or_took_another_password_is_out_of_an_open_note(client, stage, server, how):
    note = stage.fresh()
    async with client("member", note).connected() as member:
        await member.synced()
        await server.run_async(how, stage.people["member"])
        await member.until(lambda: member.close_code, timeout=2)
        assert member.close_code == 4401
    await server.run_async("come_back", stage.people["member"])


async def test_on_a_full_disk_nothing_is_called_stored_until_there_is_room_again(client, stage, server):
    note, other = stage.fresh(), stage.fresh()
    async with client("member", note).connected() as member, client("manager", note).connected() as manager:
        await member.synced()
        await manager.synced()
        await member.write("まえ")
        await member.all_stored()
        with server.disk_full():
            await member.write("あいだ")
            await manager.until(lambda: manager.lines == ["まえ", "あいだ"])
            with pytest.raises(TimeoutError):
                await member.until(lambda: member.stored == member.sent, timeout=1)
            async with client("manager", other).connected() as elsewhere:
                await elsewhere.synced()
        await member.all_stored()

    assert await server.run_async("read", note) == "まえ\nあいだ"


async def test_what_the_server_keeps_names_no_words(client, stage, server):
    """Database, its log, both ways to back it up, what the server says and what it puts aside."""
    note = stage.fresh()
    async with client("member", note).connected() as member:
        await member.synced()
        await member.write("すいかずらの秘密 honeysuckle")
        await member.all_stored()
        await server.run_async("compact")
        _back_up(server)

    spellings = [word for name in ("すいかずら", "honeysuckle") for word in _spellings(name)]
    kept = [path for path in server.home.rglob("*") if path.is_file()]
    assert {"aizuchi.sqlite3", "backup.sqlite3", "vacuumed.sqlite3", "server.log"} <= {path.name for path in kept}
    assert [path for path in kept if any(word in path.read_bytes() for word in spellings)] == []
    assert await server.run_async("read", note) == "すいかずらの秘密 honeysuckle"


def _back_up(server) -> None:
    with contextlib.closing(sqlite3.connect(server.home / "aizuchi.sqlite3")) as database:
        with contextlib.closing(sqlite3.connect(server.home / "backup.sqlite3")) as copy:
            database.backup(copy)
        database.execute("VACUUM INTO ?", [str(server.home / "vacuumed.sqlite3")])


def _spellings(word: str) -> list[bytes]:
    return [word.encode(), word.encode("utf-16-le"), json.dumps(word).strip('"').encode()]


def _paragraph(line: str):
    from pycrdt import XmlElement, XmlText

    return XmlElement("paragraph", None, [XmlText(line)])


async def test_a_note_that_grew_long_is_summed_up_when_the_last_one_leaves(client, stage, server):
    long, short = stage.fresh(), stage.fresh()
    for note, edits in ((short, 3), (long, MANY)):
        async with client("member", note).connected() as member:
            await member.synced()
            for number in range(edits):
                await member.write(f"{number}")
            await member.all_stored()

    async with asyncio.timeout(20):
        while not (asked := notes_to_sum_up(server)):
            await asyncio.sleep(0.2)

    assert asked == [long]


def notes_to_sum_up(server) -> list[str]:
    with contextlib.closing(sqlite3.connect(server.home / "aizuchi.sqlite3")) as database:
        rows = database.execute("SELECT args FROM jobs_job WHERE task LIKE '%.compact_note'")
        return [json.loads(args)[0] for (args,) in rows]
