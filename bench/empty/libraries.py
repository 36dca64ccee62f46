"""The empty page; its server has loaded the libraries of Carepath's tables, and no table."""

import pandas
import pandera.pandas
import streamlit as st

app = st.App("app.py")
LOADED = pandas, pandera.pandas
