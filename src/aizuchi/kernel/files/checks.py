"""Whether the files that were given to us are there."""

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from aizuchi.kernel.files.orphans import list_lost
from aizuchi.kernel.problems import Problem

_ENOUGH = 1000


def find_problems() -> Iterator[Problem]:
    try:
        lost = sum(1 for _file in islice(list_lost(), _ENOUGH))
    except ModuleNotFoundError:
        yield Problem(
            what=_("Files are to be kept in a bucket, but the client for it is not installed."),
            mend="pip install 'aizuchi[s3]'",
        )
    except Exception as error:  # each client has errors of its own
        yield Problem(
            what=_("Where files are kept does not answer (%(error)s).") % {"error": type(error).__name__},
            mend=_("Look at AIZUCHI_FILES_URL: address, bucket, key and secret."),
        )
    else:
        if lost:
            yield Problem(
                what=_("Files that people gave us are missing: %(count)d.") % {"count": lost},
                mend=_("Put them back from your backup: the folder files, or the bucket."),
            )
