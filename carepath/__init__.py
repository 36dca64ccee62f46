"""Carepath: treatment paths of a serious illness, explained to families."""
