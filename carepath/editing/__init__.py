"""Editing without fear: a topic's tables as an Excel workbook, and back."""
