"""The record of a session, and what is made of it."""
