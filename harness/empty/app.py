"""A Streamlit page with as little on it as a page can have, to compare with."""

import streamlit as st

chosen = st.radio("Number", ("one", "two", "three"), key="number")
st.html(f'<p id="{chosen}">{chosen}</p>')
