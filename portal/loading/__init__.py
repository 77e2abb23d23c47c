"""Programmes read from files: every fault is told with its line, or everything is loaded."""
