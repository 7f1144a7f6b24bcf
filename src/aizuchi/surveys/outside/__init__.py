"""Results that another tool has asked for: a table, what its columns are, and the sums that come of it.

tables          bytes as rows of cells, measured before a parser sees them
mapping         what the columns of a table are
presets         what is known of the tools whose tables come in, and guessed of others
cells           numbers, shares and days as tools write them
reading         a table under a mapping: what each group or person answered, and which lines could not be understood
questions       the questions that a table answers, as questions of a survey
units           which unit of ours a path is
adding_up       from what groups said to what is left of each without its parts
fault_words     why a line could not be understood, in sentences
"""
