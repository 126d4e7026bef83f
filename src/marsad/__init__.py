"""Marsad turns dated conflict dispatches into a sourced conflict-event record."""

__version__ = "0.1.0"
