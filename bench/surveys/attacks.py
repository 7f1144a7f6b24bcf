"""How much every attack on results of surveys finds out, beside guessing: the figures of docs/anonymity.md.

python -m bench.surveys.attacks
"""

import os

SIZE = int(os.environ.get("WORLDS", "300"))


def main() -> None:
    from aizuchi.surveys.tests.attacks import guessing, kept
    from aizuchi.surveys.tests.attacks.worlds import make_companies

    companies = list(make_companies(SIZE, seed=1))
    print("\nSums of fewer than ten that come out by adding and taking away")
    for publish in (guessing.tell_all, guessing.tell_from_ten_on, guessing.tell_as_we_do):
        print(guessing.find_few(companies, publish))
    print("\nWhat somebody answered in a unit of fewer than ten, 75 % answer")
    for publish in (guessing.tell_all, guessing.tell_from_ten_on, guessing.tell_as_we_do):
        for colluders in (0, 1, 2):
            print(guessing.subtract(companies, publish, colluders=colluders))
    print("\nThe same with numbers by how long people have been there")
    some = companies[: SIZE // 10]
    for publish in (guessing.tell_from_ten_on, guessing.tell_sums_as_we_do):
        print(guessing.find_few(some, publish, by_tenure=True))
        print(guessing.subtract(some, publish, by_tenure=True))
    print("\nUnits told apart by one more attribute, of thrice as large companies")
    large = list(make_companies(SIZE // 4, seed=4, scale=3))
    for publish in (guessing.tell_all, guessing.tell_from_ten_on, guessing.tell_as_we_do):
        print(guessing.subtract(large, publish, within=True, few=30))
    print("\nWhat is kept in the database: a question that all answer, one that four of ten pass over, and texts")
    for code in ("all", "some"):
        print(kept.find_few_kept(companies, code))
        for overlapping in (False, True):
            print(kept.guess(companies, code, overlapping=overlapping))
    print(kept.find_few_texts(companies))
    print("\nTwo surveys, and one person more in the second")
    for stays in (0.4, 0.6, 0.8, 1.0):
        print(guessing.watch_a_newcomer(make_companies(SIZE, seed=2), stays=stays, seed=3))


if __name__ == "__main__":
    main()
