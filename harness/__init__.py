"""Servers, browsers and visitors that tests and benches share."""
