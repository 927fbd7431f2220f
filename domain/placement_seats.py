"""The exact arithmetic of a placement: how many can sit at all, and who sits best.

How many: a flow from trainees over the turns and years of hosts. Who: an assignment of trainees to seats, one column for each
place. A limit for the year is no column: where an assignment breaks one, as many stand-ins as must stay empty are given seats of
that host and year, and it is done again; what then breaks no limit is the best of all that do not (measured in decision 0013).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from domain.placement import Room, Seat, Trainee

_Year = tuple[str, int]


class Problem:
    """Trainees, rooms and the calendar year of each turn, ready to be asked."""

    def __init__(self, trainees: Sequence[Trainee], rooms: Mapping[str, Room], years: Sequence[int]) -> None:
        self._trainees, self._rooms, self._years = trainees, rooms, years

    def most(self, limit: int) -> int:
        """Return how many can have a place among the first `limit` hosts of their lists."""
        nodes: dict[object, int] = {"source": 0, "sink": 1}
        arcs: dict[tuple[int, int], int] = {}

        def arc(start: object, end: object, room: int) -> None:
            arcs[nodes.setdefault(start, len(nodes)), nodes.setdefault(end, len(nodes))] = room

        for number, one in enumerate(self._trainees):
            arc("source", number, 1)
            for seat, _ in self._seats_of(one, limit):
                arc(number, seat, 1)
                year = self._year(seat)
                left = self._left(year)
                arc(seat, "sink" if left is None else year, self._places(seat))
                if left is not None:
                    arc(year, "sink", left)
        ends = np.array(list(arcs), dtype=np.int32).reshape(-1, 2)
        rooms = np.array(list(arcs.values()), dtype=np.int32)
        graph = csr_matrix((rooms, (ends[:, 0], ends[:, 1])), shape=(len(nodes), len(nodes)))
        return int(maximum_flow(graph, 0, 1).flow_value)

    def best(self, limit: int) -> dict[int, Seat]:
        """Return the seats, by trainee, of a plan in which as many as possible have a place, none below `limit`, and the sum of
        the places in their lists is least."""
        costs, seats = self._costs(limit)
        columns: defaultdict[_Year, list[int]] = defaultdict(list)
        for column, seat in enumerate(seats):
            columns[self._year(seat)].append(column)
        kept_empty: dict[_Year, NDArray[np.float64]] = {}
        while True:
            found = self._assigned(np.vstack([costs, *kept_empty.values()]), seats)
            sitting: defaultdict[_Year, int] = defaultdict(int)
            for seat in found.values():
                sitting[self._year(seat)] += 1
            broken = [year for year, many in sitting.items() if (left := self._left(year)) is not None and many > left]
            if not broken:
                return found
            for year in broken:
                row = np.full(costs.shape[1], np.inf)
                row[columns[year]] = 0
                kept_empty[year] = np.tile(row, (len(columns[year]) - (self._left(year) or 0), 1))

    def _assigned(self, costs: NDArray[np.float64], seats: Sequence[Seat]) -> dict[int, Seat]:
        rows, columns = linear_sum_assignment(costs)
        return {
            self._trainees[row].id: seats[column]
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
            if row < len(self._trainees) and column < len(seats)
        }

    def _costs(self, limit: int) -> tuple[NDArray[np.float64], list[Seat]]:
        """What each trainee pays for each seat, and behind the seats for having none; whole numbers, so that sums are exact."""
        askers: defaultdict[Seat, list[tuple[int, int]]] = defaultdict(list)
        for number, one in enumerate(self._trainees):
            for seat, rank in self._seats_of(one, limit):
                askers[seat].append((number, rank))
        seats = [seat for seat, asking in askers.items() for _ in range(min(self._places(seat), len(asking)))]
        people = len(self._trainees)
        # one place in a list weighs more than all moves, one person without a place more than all lists, one pin more than all
        place = people + 1
        nobody = place * (limit + 1) * (people + 1)
        broken = nobody * (people + 1)
        costs = np.full((people, len(seats) + people), np.inf)
        for number, one in enumerate(self._trainees):
            costs[number, len(seats) :] = broken if one.pinned else nobody
        for column, seat in enumerate(seats):
            for number, rank in askers[seat]:
                one = self._trainees[number]
                costs[number, column] = (0 if one.pinned else rank * place) + (one.before != seat)
        return costs, seats

    def _seats_of(self, one: Trainee, limit: int) -> Iterator[tuple[Seat, int]]:
        for rank, choice in enumerate(one.choices[:limit]):
            for turn in choice.turns:
                seat = Seat(choice.host, turn)
                if self._places(seat) > 0 and self._left(self._year(seat)) != 0:
                    yield seat, rank

    def _places(self, seat: Seat) -> int:
        places = self._rooms[seat.host].places[seat.turn]
        left = self._left(self._year(seat))
        return places if left is None else min(places, left)

    def _year(self, seat: Seat) -> _Year:
        return seat.host, self._years[seat.turn]

    def _left(self, year: _Year) -> int | None:
        return self._rooms[year[0]].yearly.get(year[1])
