"""Why an article was coded as it was, sentence by sentence, for people."""
