"""placeholder"""
from gazetteer.place import Record
class When(Record):
    """A time as the report words it, and the days between which it must lie."""
    text: str
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    kind: str = "on"
