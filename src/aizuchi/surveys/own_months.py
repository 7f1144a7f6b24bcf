import datetime


def month_of(day: datetime.date) -> datetime.date:
    """Its first day."""
    return day.replace(day=1)


def month_after(day: datetime.date) -> datetime.date:
    return month_of(month_of(day) + datetime.timedelta(days=32))


def list_months(until: datetime.date, count: int) -> list[datetime.date]:
    """That many, the month of that day the last of them."""
    months = [month_of(until)]
    while len(months) < count:
        months.append(month_of(months[-1] - datetime.timedelta(days=1)))
    return months[::-1]
