"""What can be wrong with the model on disk, each in one clear line."""

from core.trouble import Trouble


class ModelMissing(Trouble):
    """There is no trained model where one was looked for."""


class ModelStale(Trouble):
    """The model was trained from other words than we have now."""
