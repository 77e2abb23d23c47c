"""How much a table from outside may be: far above any plan, far below what would harm the portal."""

MEGABYTE = 1_000_000

UPLOAD = 10 * MEGABYTE  # bytes of a file
PASTED = 2 * MEGABYTE  # characters of a text
PARTS = 2_000  # files within a workbook
UNPACKED = 100 * MEGABYTE  # what they may be together, before and while they are unpacked
RATIO = 250  # times that a part may grow; XML of empty cells grows fifty times, a bomb a thousand
PLAIN = MEGABYTE  # what a part may be whatever its ratio

ROWS = 10_000
COLUMNS = 100
CELLS = 300_000
CHARACTERS = 50_000  # of one cell; Excel itself has room for 32 767
TEXT = 20 * MEGABYTE  # characters of all cells

MEMORY = 1_000 * MEGABYTE  # of the process that reads
PROCESSOR = 30  # seconds
PATIENCE = 60  # seconds by the clock
