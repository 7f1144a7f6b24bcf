"""Sets the stage in a server's data folder: prints, as JSON, every address that takes a body, and who may send there.

python -m bench.hostile.stage
"""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aizuchi.config.settings")
django.setup()

from tests.access_table import CAST, TABLE  # noqa: E402
from tests.cast import Cast, make_cast  # noqa: E402
from tests.odd_values import parameters_of  # noqa: E402
from tests.scene import Scene  # noqa: E402
from tests.test_access import ADDRESSES, address, key_in  # noqa: E402

from aizuchi.config.commands.migrate import bring_up_to_date  # noqa: E402
from aizuchi.notes.tests.stage import sign_in  # noqa: E402


def main() -> None:
    bring_up_to_date()
    cast = make_cast()
    print(json.dumps({"targets": list_targets(cast), "sessions": {who: sign_in(getattr(cast, who)) for who in CAST}}))


def list_targets(cast: Cast) -> list[dict[str, object]]:
    scene = Scene(cast)
    return [
        {
            "key": key,
            "url": address(key, scene, key_in(scene, access)),
            "who": min(access.open_to & CAST, default="member"),
            "names": parameters_of(key.rpartition(":")[0], scene.key_of("item_id")),
            "data": dict(access.data),
        }
        for key, access in TABLE.items()
        if "post" in access.methods and key in ADDRESSES
    ]


if __name__ == "__main__":
    main()
