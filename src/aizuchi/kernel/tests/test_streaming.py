from collections.abc import Iterator

from aizuchi.kernel.streaming import PieceByPiece, gather_small


def test_small_pieces_are_joined_until_they_are_worth_sending() -> None:
    assert list(gather_small(["ab", b"c", "", "あ"], size=3)) == [b"abc", "あ".encode()]
    assert list(gather_small([])) == []


async def test_a_server_gets_the_first_piece_before_the_last_one_is_made() -> None:
    made: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            made.append(number)
            yield b"x" * 70_000

    drawn = aiter(PieceByPiece(pieces()))

    assert len(await anext(drawn)) == 70_000
    assert made == [0]
    assert sum([len(piece) async for piece in drawn]) == 140_000


def test_without_a_server_it_reads_as_any_answer() -> None:
    assert b"".join(PieceByPiece(["a", "b"])) == b"ab"
