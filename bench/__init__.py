"""The speed of the app, compared with an empty Streamlit page: `python -m bench`."""
