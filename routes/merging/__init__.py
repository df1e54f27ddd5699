"""Many dossiers become one: what is told twice is known again, and claims gather on it."""

from routes.merging.merge import Merged, merge

__all__ = ["Merged", "merge"]
