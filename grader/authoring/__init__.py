"""What authors write: an assignment's folder, its lesson, what is made of it, and the proof that it works."""
