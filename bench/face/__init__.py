"""The face on the page, measured and looked at in real Chromium."""
