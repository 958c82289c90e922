//! The pages of a Parquet file, measured before they are unpacked.
//!
//! A page says in its header how large it unpacks, and a decoder makes room for as much. Whoever
//! reads a header reads it through [`Head`], which refuses a page out of proportion.

use super::stream::UNPACKED;
use bytes::Bytes;
use parquet::errors::Result;
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// So much any page may unpack to, as any file may,
pub(super) const PAGE: u64 = UNPACKED;
/// and beyond it so many times what is stored.
pub(super) const TIMES: u64 = 20;

/// A file whose pages keep these limits.
#[derive(Clone)]
pub(super) struct Pages {
    file: Arc<File>,
    refused: Arc<AtomicBool>,
}

impl Pages {
    pub fn new(file: File) -> Self {
        Self { file: Arc::new(file), refused: Arc::default() }
    }

    /// Whether a page was too large since this was asked last.
    pub fn refused(&self) -> bool {
        self.refused.swap(false, Ordering::Relaxed)
    }
}

impl Length for Pages {
    fn len(&self) -> u64 {
        self.file.len()
    }
}

impl ChunkReader for Pages {
    type T = Head;

    fn get_read(&self, start: u64) -> Result<Head> {
        let inner = self.file.get_read(start)?;
        Ok(Head { inner, refused: Some(Arc::clone(&self.refused)) })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.file.get_bytes(start, length)
    }
}

/// Reads the header of a page.
pub(super) struct Head {
    inner: BufReader<File>,
    /// None once the header was looked at.
    refused: Option<Arc<AtomicBool>>,
}

impl Read for Head {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if let Some(refused) = self.refused.take() {
            let sizes = sizes(self.inner.fill_buf()?);
            let [unpacked, stored] = sizes.ok_or(io::ErrorKind::InvalidData)?;
            if unpacked > PAGE.max(stored.saturating_mul(TIMES)) {
                refused.store(true, Ordering::Relaxed);
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        self.inner.read(buf)
    }
}

/// How large a page is, unpacked and stored: after its type the first numbers of its header, each
/// of type 5 (a number of 32 bits) one field after the other, in Thrift's compact protocol.
fn sizes(mut header: &[u8]) -> Option<[u64; 2]> {
    let mut next = || -> Option<u64> {
        let (&field, mut rest) = header.split_first()?;
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let (&byte, after) = rest.split_first()?;
            rest = after;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                header = rest;
                // The lowest bit is the sign.
                return (field == 0x15 && value & 1 == 0).then_some(value >> 1);
            }
        }
        None
    };
    next()?;
    Some([next()?, next()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_begins_with_the_sizes_of_its_page() {
        assert_eq!(sizes(b"\x15\x00\x15\x80\x01\x15\x0a\x2c"), Some([64, 5]));
        assert_eq!(sizes(b"\x15\x04\x15\xfe\xff\xff\xff\x0f\x15\x02"), Some([0x7fff_ffff, 1]));
        for bad in
            [&b""[..], b"\x15\x00\x15\x01\x15\x0a", b"\x15\x00\x25\x02\x15\x0a", b"\x15\x00\x15"]
        {
            assert_eq!(sizes(bad), None, "{bad:?}");
        }
    }
}
