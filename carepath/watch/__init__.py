"""The watch on the sources: saved pages compared with what the rows of the tables come from."""
