"""The search for trials in a real browser: the links that follow from what is typed, kept here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from tests import facts
from tests.conftest import ROOT, OpenPage, _server
from tests.test_browser_axe import violations
from tests.test_trials import ABOUT, NCI, PHONE, REGISTRY

pytestmark = pytest.mark.browser

TEXT = facts.text()
SEARCH = "https://www.cancer.gov/research/participate/clinical-trials-search/r?t=C3270"
ADULT = REGISTRY.replace("ages:child", "ages:adult")
OLDER = REGISTRY.replace("ages:child", "ages:older")
APP = """
import streamlit as st
from carepath import view
from carepath.trials import trials

words = view.site().words
st.set_page_config(page_title=words("app.title"), layout="wide")
st.html(view.STYLE)
view.text("head.html", words, title=words("app.title"), lead="")
if st.button("again"):
    st.html("<p>ran again</p>")
trials.show(words, "trials")
view.text("about.html", words)
"""
"""A page with nothing but the section."""
"""
