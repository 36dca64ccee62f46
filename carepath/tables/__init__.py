"""CSV files as checked tables."""
