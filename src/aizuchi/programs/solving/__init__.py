"""From tables to numbers, and back: who is to be matched, what is known of them, and what `matching` makes of it.

pool     everybody who is to be matched, read with a fixed number of statements
rules    what forbids two people each other
parts    what makes a pair worth something
board    a draft as numbers: what it is worth, and what a change to it does
"""

from aizuchi.programs.solving.pool import Pool, load_pool
from aizuchi.programs.solving.table import Numbers, Solved, make_numbers, solve

__all__ = ["Numbers", "Pool", "Solved", "load_pool", "make_numbers", "solve"]
