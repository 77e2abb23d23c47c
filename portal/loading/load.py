"""Loading files: read them, check them as one whole, save all of it or nothing."""

from .checks import check
from .documents import read
from .faults import Faults
from .reading import Reading
from .saving import Saving


def load(paths, *, correction="", overwrite=False):
    """Load the files and return the `Outcome`; raise `Faulty` with every fault and load nothing where there is one.

    `correction` is the reason for altering adopted wording; with `overwrite` the files win over what people have
    changed since the last reading.
    """
    faults = Faults()
    reading = Reading(faults)
    for path in paths:
        root = read(path, faults)
        if root is not None:
            reading.document(root)
    rows = check(reading.rows, faults)
    faults.stop_if_any()
    return Saving(faults, correction=correction, overwrite=overwrite).save(rows)
