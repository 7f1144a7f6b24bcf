"""SCIM 2.0 (RFC 7643, 7644): the protocol is scim2-server's, the storage is ours."""

import inspect
import os

# Pydantic asks for each model of which modules the functions are that it was called from. Those that import stand in no
# file: each would be looked for in all modules that there are. With this, the first request takes 0.8 instead of 3.3 s.
for _importing in ("importlib._bootstrap", "importlib._bootstrap_external"):
    inspect.modulesbyfile[os.path.abspath(f"<frozen {_importing}>")] = _importing  # noqa: PTH100
