"""Carepath: the treatment paths when neuroblastoma comes back, explained to families."""
