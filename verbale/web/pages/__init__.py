"""The pages: each function takes a desk and a request and returns what it found; `verbale.web.app` gives it its form."""
