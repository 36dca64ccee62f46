"""Rooms: phones that follow a presenter's slides, each in its own language."""
