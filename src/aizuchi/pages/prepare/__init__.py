"""The page on which somebody gets ready: what to talk about, and how to be met."""
