"""Assessments: what was recorded about a child at one time, answer by answer; the profile it came to; the flags it raised."""
