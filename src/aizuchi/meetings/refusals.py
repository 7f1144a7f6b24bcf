"""Refusals are the same all over; see the kernel."""

from aizuchi.kernel.refusals import Refusal

__all__ = ["Refusal"]
