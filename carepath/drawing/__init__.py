"""The model as a picture: DOT, SVG and QR codes."""
