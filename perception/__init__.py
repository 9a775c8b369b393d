"""Seeing: camera, face, and affect with its uncertainty."""
