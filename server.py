"""The app as a hosted site: `streamlit run server.py`."""

import logging

import streamlit as st

from carepath import serve, view, web

# A link may tell a diagnosis. Streamlit keeps no list of requests, but takes one up again when its
# settings change while it runs.
logging.getLogger("uvicorn.access").addFilter(lambda record: False)
serve.host()
app = st.App(
    "app.py",
    routes=web.routes(),
    middleware=web.middleware(),
    on_script_error=view.say_sorry,
)
