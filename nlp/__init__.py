"""Text → meaning: words, intents, values.  jieba lives only here."""

import os

# One sentence is too little to share out, and a thread of OpenBLAS that waits for more spins on a
# processor others need.  It looks at this when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
