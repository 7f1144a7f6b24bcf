"""Surveys as `anonymous_answers` knows them."""

ASKING = "surveys"
PLACE = "/surveys/answers/"
