"""The hosted site over HTTP: routes, middleware and prerendered pages."""
