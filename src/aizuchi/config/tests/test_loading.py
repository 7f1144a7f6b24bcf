import subprocess
import sys

ASKED_FOR_BY_FEW = ("pyxform", "scim2_models", "weasyprint")
LOAD = f"""
from aizuchi.config.loading import set_up_django
set_up_django()
import sys, aizuchi.config.urls
print(*(name for name in {ASKED_FOR_BY_FEW} if name in sys.modules))
"""


def test_neither_a_command_nor_a_page_waits_for_what_few_ask_for() -> None:
    """Each of them takes from half a second to two."""
    run = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == ""
