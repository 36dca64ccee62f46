"""The section that leads to two searches for trials: the component that shows it."""
