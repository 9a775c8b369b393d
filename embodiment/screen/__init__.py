"""The screen: a web server on this computer, and the page with the face that it serves."""
