"""The app as a hosted site: `streamlit run server.py`."""

import streamlit as st

from carepath import web

app = st.App("app.py", routes=web.routes(), middleware=web.middleware())
