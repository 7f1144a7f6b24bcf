"""What a survey came to: from sums of answers to what may be read of them. Pure; knows neither tables nor requests.

lines        what stands in a result for itself: a question, or a row of a matrix
tallies      how many people answered a line, and how often each answer was given
answers      how often each answer was given: of k people, or together with its neighbours
told_groups  what comes out of told counts of units and of those in them
told_inside  the same numbers as arrays, and what the largest groups in each group come to
leeway       between the least and the most that scores can come to
means_asked  whether means that are told together tell too much
means        where a mean leaves open how answers are spread
telling      which tallies of which units may be told together
findings     what a tally says: shares, a mean, a favourable share, each with 95 %
rounds       what changed since the times before
heat_map     units by themes
texts        answers in somebody's own words
together     what goes with what, over units
"""
