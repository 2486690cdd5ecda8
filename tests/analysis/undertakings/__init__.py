"""Tests of undertakings."""
