"""What can be wrong with the model on disk, each in one clear line."""


class ModelMissing(Exception):
    """There is no trained model where one was looked for."""


class ModelStale(Exception):
    """The model was trained from other words than we have now."""
