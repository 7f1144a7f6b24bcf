"""What a survey came to: from sums of answers to what may be read of them. Pure; knows neither tables nor requests.

lines        what stands in a result for itself: a question, or a row of a matrix
tallies      how many people answered a line, and how often each answer was given
telling      which tallies of which units may be told together
findings     what a tally says: shares, a mean, a favourable share, each with 95 %
rounds       what changed since the times before
heat_map     units by themes
texts        answers in somebody's own words
together     what goes with what, over units
"""
