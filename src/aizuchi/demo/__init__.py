"""An invented company that the operations of the product themselves bring to life."""

from aizuchi.demo.loading import load

__all__ = ["load"]
