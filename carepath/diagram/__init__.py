"""The clickable drawing: its markup (`markup.py`) and the component that shows it."""
