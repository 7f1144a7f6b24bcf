"""Live notes over WebSockets, in the language that Yjs clients speak."""
