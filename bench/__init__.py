"""How fast the app is beside an empty Streamlit page: `python -m bench`."""
