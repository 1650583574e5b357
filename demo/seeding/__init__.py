"""Big numbers of consistent rows through COPY, for benchmarks: the same rows as the verbs would have written."""
