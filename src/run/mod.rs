//! Run: articles in, a run folder out; the same command again resumes.
