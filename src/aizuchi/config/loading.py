import gc

import django


def set_up_django() -> None:
    """Nothing that is loaded here is ever let go: to search it meanwhile would cost a fifth of every start."""
    gc.disable()
    try:
        django.setup()
        gc.freeze()
    finally:
        gc.enable()
