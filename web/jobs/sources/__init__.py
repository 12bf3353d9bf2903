"""The shelf of sources: one module for each, with a sample in `tests/samples/jobs/<name>.*` and its truth in
`tests/jobs/truth.json`. Nobody fetches here and nothing is raised; what is missing, or of another kind, is empty.

    NAME        what the source is called
    ask         where its public interface answers for just the posting at an address; "" for an address of others
    recognises  whether a page or an answer is one of this source's
    parse       every posting in a page that it recognises, with the fields that it states; the words of the text are
                looked through afterwards, for those that are empty still
"""
