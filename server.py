"""The app as a hosted site: `streamlit run server.py`."""

import logging

import streamlit as st

from carepath.ui import context, serve
from carepath.web.middleware import middleware
from carepath.web.routes import routes

# A URL may reveal a diagnosis. Streamlit doesn't log requests, but would start to when its settings
# change while it runs.
logging.getLogger("uvicorn.access").addFilter(lambda record: False)
serve.host()
app = st.App(
    "app.py",
    routes=routes(),
    middleware=middleware(),
    on_script_error=context.say_sorry,
)
