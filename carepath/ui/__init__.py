"""The pages as Streamlit shows them; the only package that imports Streamlit."""
