"""Attacks on where sealed answers wait: files, logs, times. Those on sums stand with the app that asks."""
