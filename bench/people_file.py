"""A list of people as HR exports it."""

import csv
import io

HEADER = "社員番号 姓 名 姓かな 名かな 姓ローマ字 名ローマ字 メール 部署 部門長 役職 等級 勤務地 雇用区分 上司"


def make_file(people: int, *, apart: int = 0) -> bytes:
    """Ten people to a unit, ten units to the one above; everybody's supervisor is a tenth of the way to the top.

    `apart` more are in a unit of their own, without a supervisor: W000 and so on.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*HEADER.split(), "入社日", "言語"])
    for number in range(people):
        path, size = ["本社"], people
        while size > 10:
            size //= 10
            path.append(f"部{number // size}")
        name = ["佐藤", f"花子{number}", "さとう", "はなこ", "Sato", "Hanako", f"person{number}@example.jp"]
        supervisor = f"E{number // 10:06}" if number else ""
        work = ["/".join(path), "○" if number % 10 == 0 else "", "主任", "G3", "東京", "正社員", supervisor]
        writer.writerow([f"E{number:06}", *name, *work, "2020-04-01", "ja"])
    for number in range(apart):
        name = ["鈴木", f"一{number}", "すずき", "はじめ", "Suzuki", "Hajime", f"writer{number}@example.jp"]
        work = ["書く人", "", "主任", "G3", "東京", "正社員", ""]
        writer.writerow([f"W{number:03}", *name, *work, "2020-04-01", "ja"])
    return out.getvalue().encode("cp932")
