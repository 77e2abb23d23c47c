"""Charts of indicators: numbers in, accessible SVG out; nothing here reaches a working row."""

from .line import NARROW, PAPER, SPARK, WIDE, Chart, Event, Line, Point, line_chart, spark

__all__ = ["NARROW", "PAPER", "SPARK", "WIDE", "Chart", "Event", "Line", "Point", "line_chart", "spark"]
