//! Tables: the columns of every output file, declared once.
