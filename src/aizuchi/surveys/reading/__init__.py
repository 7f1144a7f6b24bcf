"""What sums of answers say, and how sure that is. Pure, over counts that may be shown already.

intervals      shares, means, and their differences, each with 95 %
changes        which changes between rounds are told, and in which words
associations   what goes with what, over groups
"""
