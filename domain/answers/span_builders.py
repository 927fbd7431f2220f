"""What each kind of expression means: single days, from one day to another, weeks, months, seasons, years.

Every builder gets the items of one expression (`calendar`) and gives its first and last day, how fine it was named, and
its year when that is certain: written, or counted from today. They raise NotUnderstood like `Reckoning`, and
"period-order" for "17 to 3 May".
"""

from datetime import date, timedelta
from typing import Final, Literal

from domain.answers.calendar import Item, shape
from domain.answers.calendar_words import DAYS, MONTHS, WEEKS
from domain.answers.cleaning import NotUnderstood
from domain.answers.reckoning import Reckoning, add_months, monday_of, month_of, moved, real_day

Grain = Literal["day", "days", "part", "long"]
"""How fine a time was named: "day", "days" from one to another, "part" of a month or year, or "long" (a month, a year)."""
Built = tuple[date, date, Grain, int | None]

# spring, summer, autumn, winter of the northern half, where the hosts are; winter goes on into the next year
_SEASON_STARTS: Final = (3, 6, 9, 12)
_MOST_MONTHS_NEXT: Final = 6


def value_of(row: list[Item], letters: str) -> int | None:
    return next((item.value for item in row if item.kind in letters), None)


def step(row: list[Item]) -> int:
    """How many "next" there are ("übernächste" is two), less one for "last"."""
    letters = shape(row)
    return letters.count("n") - ("l" in letters)


# -- single days ------------------------------------------------------------------------------------------------------


def lone_day(reckoning: Reckoning, row: list[Item]) -> Built:
    year, weekday = value_of(row, "Y"), value_of(row, "W")
    pair = next((item.pair for item in row if item.kind in "DS"), None)
    if pair is None:
        month, day = value_of(row, "M") or 0, value_of(row, "NOo") or 0
    elif len(pair) == 3:
        year, month, day = pair
    else:
        day, month = pair
    found = reckoning.day(year, month, day, weekday)
    return found, found, "day", year


def spaced_day(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "3 3 2027" """
    numbers = [item.value for item in row if item.kind == "N"]
    day, month = numbers if row[-1].kind == "Y" else reversed(numbers)
    found = reckoning.day(value_of(row, "Y"), month, day)
    return found, found, "day", found.year


def weekday(reckoning: Reckoning, row: list[Item]) -> Built:
    number = value_of(row, "W") or 0
    if any(item.kind == "u" for item in row):
        found = reckoning.unit(WEEKS, step(row))[0] + timedelta(days=number)
    else:
        found = reckoning.weekday(number, last=step(row) < 0) + timedelta(days=7 * max(0, step(row) - 1))
    return found, found, "day", found.year


def later_weekday(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "Monday week", "lundi en huit", "tomorrow in two weeks": counted from that day."""
    first = weekday(reckoning, row[:1])[0] if row[0].kind == "W" else reckoning.moved(row[0].value, DAYS)
    later = value_of(row, "+")
    days = (
        moved(first, value_of(row, "N") or 1, value_of(row, "Uuvy") or 0)
        if later is None
        else moved(first, later, DAYS)
    )
    return days, days, "day", days.year


def named_day(reckoning: Reckoning, row: list[Item]) -> Built:
    found = reckoning.today + timedelta(days=row[-1].value)
    return found, found, "day", found.year


def ahead(reckoning: Reckoning, row: list[Item]) -> Built:
    found = reckoning.moved(value_of(row, "N") or 0, value_of(row, "Uuvy") or 0)
    return found, found, "day", found.year


def ago(reckoning: Reckoning, row: list[Item]) -> Built:
    found = reckoning.moved(-(value_of(row, "N") or 0), value_of(row, "Uuvy") or 0)
    return found, found, "day", found.year


def numbered_day(reckoning: Reckoning, row: list[Item]) -> Built:
    found = reckoning.month_day(row[-1].value)
    return found, found, "day", found.year


def day_of_month(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "the 15th of next month", "the first of the month" """
    if not {"t", "n", "l"} & set(shape(row)):  # "the first of the month"
        return numbered_day(reckoning, row[:1])
    start = reckoning.unit(MONTHS, step(row))[0]
    found = real_day(start.year, start.month, row[0].value)
    return found, found, "day", found.year


def feast(reckoning: Reckoning, row: list[Item]) -> Built:
    year = value_of(row, "Y")
    start, end = reckoning.feast(year, value_of(row, "f") or 0)
    return start, end, "day" if start == end else "part", year


# -- from one day to another ------------------------------------------------------------------------------------------


def some_days(reckoning: Reckoning, row: list[Item]) -> Built:
    """From one day to another of the same month: "3 to 17 May", "May 3 to 17", "3, 4 and 5 May"."""
    numbers = [item.value for item in row if item.kind in "NOo"]
    year = value_of(row, "Y")
    pair = next((item.pair for item in row if item.kind in "SD"), None)
    if pair is None:
        month, last = value_of(row, "M") or 0, numbers.pop()
    elif len(pair) == 3:
        year, month, last = pair
    else:
        last, month = pair
    end = reckoning.day(year, month, last)
    if not 1 <= numbers[0] <= last:
        raise NotUnderstood("period-order")
    return end.replace(day=numbers[0]), end, "days", year


def days_of_month(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "from the 10th to the 20th", of this month or the next, or of the month that is named so"""
    first, last = (item.value for item in row if item.kind in "NO")
    if any(item.kind == "v" for item in row):
        end = day_of_month(reckoning, [Item("N", last), *row])[0]
    else:
        end = reckoning.month_day(last)
    if not 1 <= first < last:
        raise NotUnderstood("period-order")
    start = end.replace(day=first)
    return (start, end, "days", end.year) if start >= reckoning.today or any(item.kind == "v" for item in row) else (
        add_months(start, 1), add_months(end, 1), "days", None
    )  # fmt: skip


def days_of_months(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "3-5 al 14-5" """
    first_day, first_month, last_day, last_month = (item.value for item in row if item.kind == "N")
    start = reckoning.day(None, first_month, first_day)
    end = Reckoning(start).day(None, last_month, last_day)
    return start, end, "days", None


def weekdays(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "Monday to Wednesday", also of a week"""
    first, last = (item for item in row if item.kind == "W")
    start = weekday(reckoning, [first, *(item for item in row if item.kind in "tnlu")])[0]
    return start, start + timedelta(days=(last.value - first.value) % 7), "days", start.year


def next_days(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "the next two weeks", from today on"""
    count, unit = value_of(row, "N") or 1, value_of(row, "Uuvy") or 0
    singular = row[-1].kind == "v" and row[-1].pair
    if row[0].kind == "N" and unit == MONTHS and (singular or count > _MOST_MONTHS_NEXT):  # "el 5 del próximo mes"
        return day_of_month(reckoning, row)
    end = reckoning.moved(count, unit) - timedelta(days=1)
    return reckoning.today, end, "part", end.year


# -- weeks ------------------------------------------------------------------------------------------------------------


def week_of(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "the week of 3 May", "the weekend of 8 May", "Easter weekend" """
    day, _, _, year = (feast if "f" in shape(row) else lone_day)(
        reckoning, [item for item in row if item.kind not in "ue"]
    )
    monday = monday_of(day)
    if "e" not in shape(row):
        return monday, monday + timedelta(days=6), "part", year
    late = day.weekday() == 0 and "f" in shape(row)  # the weekend of Whit Monday lies before it
    saturday = monday + timedelta(days=-2 if late else 5)
    return saturday, saturday + timedelta(days=1), "part", year


def week_before(reckoning: Reckoning, row: list[Item]) -> Built:
    """ "the week before Easter" """
    day, _, _, year = (feast if "f" in shape(row) else lone_day)(reckoning, row[2:])
    return day - timedelta(days=7), day - timedelta(days=1), "part", year


def numbered_week(reckoning: Reckoning, row: list[Item]) -> Built:
    pair = next((item.pair for item in row if item.kind in "Fg"), None)
    year, numbers = value_of(row, "Y"), [item.value for item in row if item.kind in "NO"]
    if pair:
        year, numbers = pair[0], [*numbers, pair[1]]
    start, end = reckoning.week(year, numbers[0])
    if len(numbers) > 1:
        end = reckoning.week(year or start.year, numbers[-1])[1]
    if end < start:
        raise NotUnderstood("period-order")
    return start, end, "part", year or end.year


def weekend(reckoning: Reckoning, row: list[Item]) -> Built:
    saturday = reckoning.unit(WEEKS, step(row))[0] + timedelta(days=5)
    return saturday, saturday + timedelta(days=1), "part", saturday.year


# -- longer times, and parts of them ----------------------------------------------------------------------------------


def month(reckoning: Reckoning, row: list[Item]) -> Built:
    pair = next((item.pair for item in row if item.kind == "F"), None)
    year, month = pair if pair else (value_of(row, "Y"), value_of(row, "M") or 1)
    start = reckoning.month_start(year, month)
    if year is None and "n" in shape(row) and start <= reckoning.today:
        start = add_months(start, 12)
    return *month_of(start), "long", year


def season(reckoning: Reckoning, row: list[Item]) -> Built:
    year, index = value_of(row, "Y"), value_of(row, "s") or 0
    start = real_day(year or reckoning.today.year, _SEASON_STARTS[index], 1)
    start, end = _not_over(reckoning, row, year, start, month_of(add_months(start, 2))[1])
    # who says "in the autumn" near its end means the next one
    passing = start <= reckoning.today and end - reckoning.today < (end - start) / 2
    if passing and year is None and not reckoning.past and "t" not in shape(row):
        start, end = add_months(start, 12), month_of(add_months(end.replace(day=1), 12))[1]
    return start, end, "long", year


def quarter(reckoning: Reckoning, row: list[Item]) -> Built:
    year, number = value_of(row, "Y"), value_of(row, "qOo") or 1
    start = real_day(year or reckoning.today.year, 3 * min(number, 4) - 2, 1)
    start, end = _not_over(reckoning, row, year, start, month_of(add_months(start, 2))[1])
    return start, end, "long", year


def half_year(reckoning: Reckoning, row: list[Item]) -> Built:
    year = value_of(row, "Y")
    if year is None and "y" in shape(row):
        year = reckoning.today.year + step(row)
    start = real_day(year or reckoning.today.year, 7 if value_of(row, "xh") else 1, 1)
    start, end = _not_over(reckoning, row, year, start, month_of(add_months(start, 5))[1])
    return start, end, "long", year


def _not_over(reckoning: Reckoning, row: list[Item], year: int | None, start: date, end: date) -> tuple[date, date]:
    """The same time a year later if it is over, or if the next one is meant while it goes on."""
    begun = "n" in shape(row) and start <= reckoning.today
    if year is None and (end < reckoning.today or begun) and not reckoning.past:
        return add_months(start, 12), month_of(add_months(end.replace(day=1), 12))[1]
    return start, end


def unit(reckoning: Reckoning, row: list[Item]) -> Built:
    start, end = reckoning.unit(value_of(row, "Uuvy") or 0, step(row))
    return start, end, "day" if start == end else "long", start.year


def year(_reckoning: Reckoning, row: list[Item]) -> Built:
    return real_day(row[0].value, 1, 1), real_day(row[0].value, 12, 31), "long", row[0].value
