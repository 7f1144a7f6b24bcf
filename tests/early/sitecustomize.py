"""Read by each process that a test starts: it looks for garbage as seldom as the tests themselves."""

import gc

gc.set_threshold(50_000, 20, 50)
