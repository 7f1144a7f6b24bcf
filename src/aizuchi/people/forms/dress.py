from django import forms

_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, ""),
    (forms.RadioSelect, ""),
    (forms.FileInput, "input"),
    (forms.Select, "select"),
    (forms.Widget, "input"),
]


def dress(form: forms.BaseForm) -> None:
    """Gives every control of a form the look of ours."""
    for field in form.fields.values():
        look = next(name for kind, name in _CLASSES if isinstance(field.widget, kind))
        field.widget.attrs.pop("placeholder", None)
        if look:
            field.widget.attrs["class"] = look
