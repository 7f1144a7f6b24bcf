"""Four who ask again and again while the server starts anew: nobody may be turned away."""

import ssl
import sys
import threading
import time
import urllib.request

context = ssl.create_default_context(cafile=sys.argv[1])
is_over = threading.Event()
answers: list[int | str] = []


def knock() -> None:
    while not is_over.is_set():
        try:
            with urllib.request.urlopen("https://1on1.example.jp/healthz", timeout=60, context=context) as answer:
                answers.append(answer.status)
        except OSError as error:
            answers.append(repr(error))


threads = [threading.Thread(target=knock) for _ in range(4)]
for one in threads:
    one.start()
time.sleep(float(sys.argv[2]))
is_over.set()
for one in threads:
    one.join()
wrong = [one for one in answers if one != 200]
print(len(answers), "asked,", len(wrong), "lost", wrong[:3])
sys.exit(bool(wrong))
