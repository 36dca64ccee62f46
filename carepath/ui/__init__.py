"""Rendering with Streamlit; the only package that imports it."""
