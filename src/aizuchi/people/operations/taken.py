class PersonExists(ValueError):
    """Somebody else has this email or employee number."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
