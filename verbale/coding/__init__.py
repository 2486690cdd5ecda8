"""Coding: what one document says."""
