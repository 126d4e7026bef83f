"""The errors that Marsad raises on purpose. Each carries one line that says what is wrong and what to do."""


class MarsadError(Exception):
    """Base of all of Marsad's own errors; `str(error)` is a one-line message for people."""


class ReadError(MarsadError):
    """A source could not be read as a dispatch (empty, binary, too large, no text, no permission)."""


class DataError(MarsadError):
    """A data file (codebook, actors, gazetteer source) is missing, damaged or breaks its schema."""


class ModelMissing(MarsadError):
    """The language model is not installed."""


class GazetteerMissing(MarsadError):
    """The gazetteer is neither unpacked nor shipped with this installation."""


class ExtraMissing(MarsadError):
    """An optional dependency is needed for what was asked."""


class WriteError(MarsadError):
    """A result could not be written (no permission, disk full)."""


class RecordError(MarsadError):
    """The record cannot be opened, is damaged, locked or newer than the program."""


class NotFound(MarsadError):
    """There is no event, incident, dispatch, actor or place with this id in the record."""


class Conflict(MarsadError):
    """A decision rests on a state that somebody else has changed meanwhile."""
