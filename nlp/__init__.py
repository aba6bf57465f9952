"""Text → meaning: words, intents, values.  jieba lives only here."""
