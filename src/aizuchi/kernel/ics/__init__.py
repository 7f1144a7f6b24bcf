"""iCalendar, RFC 5545 and 5546: what we write, and what we dare to read."""
