"""Streamlit components: parts of a page with their own script."""
