from aizuchi.catalogue.operations.install import install_catalogue

__all__ = ["install_catalogue"]
