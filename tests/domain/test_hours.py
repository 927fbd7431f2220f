"""Opening hours: the week as people write it, and what follows for a moment, also where clocks are put forward and back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.hours import MINUTE, DaysOff, Hours, NotHours, read_days_off, read_hours, read_week
from locales import formats

BRUSSELS = ZoneInfo("Europe/Brussels")
OFFICE = "Mon-Fri 9:00-12:30 13:30-17:00"

#: half and quarter hours, clocks put back by half an hour, at midnight, in the south, never
ZONES = (
    "UTC", "Europe/Brussels", "Europe/Athens", "Europe/Lisbon", "Europe/London", "Europe/Malta", "Europe/Bucharest",
    "Europe/Istanbul", "Atlantic/Azores", "Indian/Mauritius", "Africa/Casablanca", "Africa/Cairo", "Asia/Beirut",
    "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Chatham", "Pacific/Apia",
    "America/New_York", "America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion",
)  # fmt: skip


def ms(words: str, zone: ZoneInfo = BRUSSELS) -> int:
    return round(datetime.fromisoformat(words).replace(tzinfo=zone).timestamp() * 1000)


def local(at: int | None, zone: ZoneInfo = BRUSSELS) -> str:
    assert at is not None
    return datetime.fromtimestamp(at / 1000, zone).strftime("%a %d %b %H:%M")


@pytest.mark.parametrize(
    "words",
    [
        "Mon-Fri 9:00-12:30 13:30-17:00",
        "mon-fri 9-12:30, 13:30-17",
        "Monday – Friday 9:00 – 12:30, 13:30 – 17:00",
        "Mo-Fr 9-12:30 13:30-17",
        "Lun-Ven 9h-12h30 13h30-17h",
        "lundi-vendredi 9h00-12h30 13h30-17h00",
        "maandag-vrijdag 09.00-12.30 13.30-17.00",
        "Mon-Thu 13:30-17:00 9:00-12:30; Fri 9:00-12:30 13:30-17:00",
        "Mon,Tue,Wed\nThu,Fri 9:00-12:30 13:30-17:00",
        "mié-vie lun mar 9:00-12:30 13:30-17:00",
    ],
)
def test_the_same_week_is_read_however_people_write_it(words: str) -> None:
    assert read_week(words) == (((540, 750), (810, 1020)),) * 5 + ((), ())


@pytest.mark.parametrize("lang", ["en", "fr", "nl", "de", "es", "it"])
def test_three_letters_of_a_day_leave_no_doubt_in_any_language(lang: str) -> None:
    for number in range(7):
        read = read_week(f"{formats.weekday_name(number, lang)[:3]} 9-12")
        assert [day for day, spans in enumerate(read) if spans] == [number]


def test_a_week_may_run_over_sunday_and_a_day_until_midnight() -> None:
    assert read_week("Sat-Mon 20-24") == (((1200, 1440),), (), (), (), (), ((1200, 1440),), ((1200, 1440),))
    assert read_week("daily 0:00-24:00") == (((0, 1440),),) * 7
    assert read_week("") == ((),) * 7


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("9-12", "on which days"),
        ("Mon-Fri", "Mon-Fri: the hours of these days are missing"),
        ("Ma-Ve 9-12", "Ma: more than one day may be meant"),
        ("S 9-12", "more than one day may be meant"),
        ("Xy 9-12", "Xy: no day of the week"),
        ("Monkey 9-12", "no day of the week"),
        ("Mon 22:00-2:00", "after midnight is the next day"),
        ("Mon 9:60-12", "no time of day"),
        ("Mon 9-25", "no time of day"),
        ("Mon 9-12 11-13", "overlaps with other hours on Monday"),
        ("Mon-Fri 9-12; Wed 13-17", "Wednesday is there twice"),
        ("Mon 9 o'clock", "neither days nor hours"),
        ("Mon 9-12 <script>", "neither days nor hours"),
    ],
)
def test_what_is_no_week_is_refused_in_one_line_that_says_what_to_write(words: str, hint: str) -> None:
    with pytest.raises(NotHours, match=hint) as refused:
        read_week(words)
    assert "\n" not in str(refused.value)


def test_days_off_are_days_spans_and_days_of_each_year() -> None:
    off = read_days_off("2027-05-14, 2027-12-24/2028-01-02 05-01; 02-29")
    assert all(day in off for day in (date(2027, 5, 14), date(2027, 12, 31), date(2031, 5, 1), date(2028, 2, 29)))
    assert not any(day in off for day in (date(2028, 5, 14), date(2027, 12, 23), date(2028, 1, 3), date(2027, 5, 2)))


@pytest.mark.parametrize("words", ["2027-02-30", "13-01", "1 May", "2027-05-03/2027-05-01", "--", "2027-13-01"])
def test_what_is_no_day_off_is_refused(words: str) -> None:
    with pytest.raises(NotHours):
        read_days_off(words)


def test_a_friday_evening_waits_for_monday_and_a_holiday_for_the_day_after() -> None:
    plain, off = read_hours(OFFICE, BRUSSELS), read_hours(OFFICE, BRUSSELS, "2027-01-18/2027-01-19")
    evening = ms("2027-01-15 18:00")
    assert not plain.is_open(evening)
    assert local(plain.opens_next(evening)) == "Mon 18 Jan 09:00"
    assert local(off.opens_next(evening)) == "Wed 20 Jan 09:00"
    assert local(plain.after(ms("2027-01-15 16:30"), 240)) == "Mon 18 Jan 12:30"
    assert local(plain.after(ms("2027-01-15 16:30"), 241)) == "Mon 18 Jan 13:31"
    assert plain.open_minutes(ms("2027-01-15 12:00"), ms("2027-01-18 09:10")) == 30 + 210 + 10


def test_who_never_opens_says_so() -> None:
    never = read_hours("", BRUSSELS)
    assert (never.is_open(0), never.opens_next(0), never.after(0, 1), never.open_minutes(0, 10**12)) == (
        False, None, None, 0,
    )  # fmt: skip
    away = read_hours(OFFICE, BRUSSELS, "2027-01-01/2029-12-31")
    assert away.opens_next(ms("2027-06-01 12:00")) is None
    assert away.after(ms("2027-06-01 12:00"), 5) is None


def test_a_night_is_an_hour_longer_or_shorter_when_clocks_change() -> None:
    night = read_hours("daily 0:00-6:00", BRUSSELS)
    assert night.open_minutes(ms("2027-03-28 00:00"), ms("2027-03-28 12:00")) == 5 * 60
    assert night.open_minutes(ms("2027-10-31 00:00"), ms("2027-10-31 12:00")) == 7 * 60
    # half past two is left out in March: what begins then begins at three
    gap = read_hours("Sun 2:30-4:00", BRUSSELS)
    assert local(gap.opens_next(ms("2027-03-28 00:00"))) == "Sun 28 Mar 03:00"
    assert gap.open_minutes(ms("2027-03-28 00:00"), ms("2027-03-28 12:00")) == 60


WEEKS = st.lists(
    st.lists(st.integers(0, 96), min_size=0, max_size=6, unique=True).map(
        lambda cuts: tuple((a * 15, b * 15) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
    ),
    min_size=7, max_size=7,
).map(tuple)  # fmt: skip
#: around the changes of clocks in both hemispheres as often as at any other time of two years
CHANGES = [ms(day, ZoneInfo("UTC")) for day in ("2027-03-14", "2027-03-28", "2027-04-04", "2027-10-03", "2027-10-31")]
MOMENTS = st.one_of(
    st.integers(ms("2027-01-01"), ms("2028-12-31")),
    st.tuples(st.sampled_from(CHANGES), st.integers(-36 * 60, 36 * 60)).map(lambda of: of[0] + of[1] * MINUTE),
)
HOURS = st.builds(
    Hours,
    WEEKS,
    st.sampled_from(ZONES).map(ZoneInfo),
    st.sampled_from([DaysOff(), read_days_off("03-28 10-03 2027-04-04/2027-04-05")]),
)


@given(HOURS, MOMENTS, st.integers(0, 3000))
def test_after_so_many_minutes_exactly_so_many_have_passed(hours: Hours, at: int, minutes: int) -> None:
    end = hours.after(at, minutes)
    if end is None:
        assert not any(hours.week) or hours.off.spans
    else:
        assert end >= at
        assert hours.open_time(at, end) == minutes * MINUTE
        if minutes:
            assert hours.is_open(end - 1)


@given(HOURS, MOMENTS, st.integers(0, 10**9), st.integers(0, 10**9))
def test_what_is_open_adds_up_however_time_is_cut(hours: Hours, at: int, first: int, second: int) -> None:
    middle, end = at + first, at + first + second
    whole = hours.open_time(at, end)
    assert whole == hours.open_time(at, middle) + hours.open_time(middle, end)
    assert 0 <= whole <= end - at


@given(HOURS, MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(hours: Hours, at: int) -> None:
    opens = hours.opens_next(at)
    if opens is None:
        assert not any(hours.week)
    else:
        assert hours.is_open(opens)
        assert hours.open_time(at, opens) == 0
        assert hours.is_open(at) == (opens == at)


@given(HOURS, MOMENTS)
def test_it_is_open_when_the_clock_on_the_wall_says_so(hours: Hours, at: int) -> None:
    shown = datetime.fromtimestamp(at / 1000, UTC).astimezone(hours.zone)
    minute = shown.hour * 60 + shown.minute
    expected = shown.date() not in hours.off and any(a <= minute < b for a, b in hours.week[shown.weekday()])
    offsets = {(shown + timedelta(hours=by)).astimezone(UTC).astimezone(hours.zone).utcoffset() for by in (-26, 0, 26)}
    # within a day of a change the wall may show a time twice, of which the first is meant
    if len(offsets) == 1:
        assert hours.is_open(at) == expected
