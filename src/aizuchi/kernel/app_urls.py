"""Where an app's addresses begin, as its manifest says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AppUrls:
    """`module` has `urlpatterns`; they are tried in the order of the installed apps."""

    prefix: str
    module: str
