"""Fonts of drawings and paper, and their metrics."""
