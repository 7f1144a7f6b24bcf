from typing import Any

from django.db import models

from aizuchi.kernel.canonical import AddressFormField, canonical_address


class MailAddressField(models.EmailField[str | None, str | None]):
    """An address that is the same however it is cased or typed, and absent rather than empty.

    It is folded on its way into the database, in writes and in look-ups alike, so that a plain unique index is enough.
    """

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return canonical_address(prepared) or None if isinstance(prepared, str) else prepared

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": AddressFormField, **options})
