"""Run in a process of its own: adds numbered dispatches to a record and says of each, as soon as it is stored.

Arguments: the record's address, the first number, how many.
"""

from __future__ import annotations

import sys

from marsad.store.record import Record
from store.examples import coding, dispatch


def main() -> None:
    address, first, many = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with Record.open(address) as record:
        for number in range(first, first + many):
            of = dispatch(source=f"Monitor {number}")
            record.add(of, coding(of))
            print(of.id, flush=True)


if __name__ == "__main__":
    main()
