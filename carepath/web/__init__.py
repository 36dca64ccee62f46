"""The hosted site: routes, headers and the page before Streamlit."""
