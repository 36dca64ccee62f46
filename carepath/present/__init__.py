"""A situation as slides for a room: what each says (`slides.py`), its markup, the component."""
