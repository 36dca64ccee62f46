"""The app as a hosted site: `streamlit run server.py`."""

import logging
import os

import streamlit as st

from carepath import view, web

# A link may tell a diagnosis. Streamlit keeps no list of requests, but takes one up again when its
# settings change while it runs.
logging.getLogger("uvicorn.access").addFilter(lambda record: False)
# The pages then offer files by their addresses.
os.environ["CAREPATH_HOSTED"] = "1"
app = st.App(
    "app.py",
    routes=web.routes(),
    middleware=web.middleware(),
    on_script_error=view.say_sorry,
)
