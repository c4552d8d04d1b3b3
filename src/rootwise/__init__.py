"""Rootwise: assess, map and plan with the people around a child hurt by early adversity."""

__version__ = "0.1.0"
