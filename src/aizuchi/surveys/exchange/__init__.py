"""Surveys as files: our own document (`docs/survey-files.md`), and what others write.

files       a survey from whatever file somebody has
document    a survey as JSON, in and out
remarks     what of a file could not be kept, each at its place
remark_words  the same in sentences
understood  what somebody else's file was understood to be
workbooks   workbooks, measured before a parser sees them
xlsform     XLSForm of ODK and Kobo, with its sheets and formulas
limesurvey  surveys and questions of LimeSurvey, with its tables and formulas
formulas    conditions written as a formula, whatever the signs
comparing   comparisons of a formula on questions as we have them
"""
