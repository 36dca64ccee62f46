"""Drawings of the model: DOT, SVG and QR codes."""
