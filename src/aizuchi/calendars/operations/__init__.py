"""What people and jobs do with calendars, one module per use case."""
