-- Which place has been proved, by reading it back, to have which content; a move that was stopped goes on from here. What could not be moved says why.
CREATE TABLE platform.blob_copies (
    hash text NOT NULL REFERENCES platform.blobs (hash) ON DELETE CASCADE,
    place text NOT NULL CHECK (length(place) BETWEEN 1 AND 2000),
    verified_at timestamptz,
    problem text CHECK (problem IN ('missing', 'damaged', 'garbled')),
    PRIMARY KEY (hash, place),
    CHECK ((verified_at IS NULL) = (problem IS NOT NULL))
);
