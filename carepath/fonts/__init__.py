"""The fonts of the drawings and the paper, and their metrics."""
