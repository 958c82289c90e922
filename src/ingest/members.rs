//! Gzip, member by member, and on past a member that is damaged.
//!
//! A web archive has a member for each record so that one can be lost without the others. A
//! decoder that stops at the first damage loses all that follows; this one tells of the damage
//! and, asked for more, goes on with the next member. A container that cannot go on after a
//! gap does not ask.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, ErrorKind, Read};

/// How a gzip member begins: its mark, and deflate, the only method there is.
const MAGIC: &[u8] = b"\x1f\x8b\x08";

/// Compressed bytes that are kept, to look for the next member in what a damaged one swallowed.
const KEPT: usize = 4 << 20;

const CHUNK: usize = 256 << 10;

/// The members of a gzip stream as one stream.
pub(super) struct Members<R> {
    state: State<R>,
}

enum State<R> {
    /// Where a member should begin, or the end.
    Between(Window<R>),
    /// In a member; whether it has yielded anything, or else began where a member had to.
    Inside { member: Box<GzDecoder<Window<R>>>, proven: bool },
    /// Past a damage, looking for the next member.
    Lost(Window<R>),
    /// Only while the state changes.
    Moving,
}

impl<R: Read> Members<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { state: State::Between(Window::new(inner)) }
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Moving) {
                State::Between(mut window) => {
                    let begins = window.skip_zeros().and_then(|()| window.look(MAGIC.len()));
                    let (begins, ended) = match begins {
                        Ok(head) => (head.starts_with(MAGIC), head.is_empty()),
                        Err(error) => {
                            self.state = State::Between(window);
                            return Err(error);
                        }
                    };
                    if begins {
                        self.state = State::Inside { member: window.member(), proven: true };
                    } else if ended {
                        self.state = State::Between(window);
                        return Ok(0);
                    } else {
                        self.state = State::Lost(window);
                        return Err(io::Error::new(ErrorKind::InvalidData, "not gzip here"));
                    }
                }
                State::Inside { mut member, proven } => match member.read(buf) {
                    Ok(0) => self.state = State::Between(member.into_inner()),
                    Ok(read) => {
                        self.state = State::Inside { member, proven: true };
                        return Ok(read);
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => {
                        self.state = State::Inside { member, proven };
                        return Err(error);
                    }
                    Err(error) => {
                        let mut window = member.into_inner();
                        window.go_back();
                        self.state = State::Lost(window);
                        // What only looked like a member is no damage of its own.
                        if proven {
                            return Err(error);
                        }
                    }
                },
                State::Lost(mut window) => match window.seek() {
                    Ok(true) => {
                        self.state = State::Inside { member: window.member(), proven: false };
                    }
                    Ok(false) => {
                        self.state = State::Between(window);
                        return Ok(0);
                    }
                    Err(error) => {
                        self.state = State::Lost(window);
                        return Err(error);
                    }
                },
                State::Moving => return Ok(0),
            }
        }
    }
}

/// Compressed bytes, those of the member at hand kept so that they can be read again.
struct Window<R> {
    inner: R,
    bytes: Vec<u8>,
    /// The next byte to read.
    at: usize,
    /// Where the member at hand begins.
    member: usize,
    /// Bytes before this have been gone back over, and are not again: so each is read at most
    /// twice, whatever the bytes are.
    twice: usize,
}

impl<R: Read> Window<R> {
    fn new(inner: R) -> Self {
        Self { inner, bytes: Vec::new(), at: 0, member: 0, twice: 0 }
    }

    /// Reads more behind what there is; whether there was any.
    fn more(&mut self) -> io::Result<bool> {
        let unneeded = self.member.max(self.at.saturating_sub(KEPT));
        // Seldom, because what stays is moved.
        if unneeded >= KEPT {
            self.bytes.drain(..unneeded);
            self.at -= unneeded;
            self.member = self.member.saturating_sub(unneeded);
            self.twice = self.twice.saturating_sub(unneeded);
        }
        let end = self.bytes.len();
        self.bytes.resize(end + CHUNK, 0);
        let read = self.inner.read(&mut self.bytes[end..]);
        self.bytes.truncate(end + read.as_ref().copied().unwrap_or(0));
        Ok(read? > 0)
    }

    /// The next `length` bytes, or fewer at the end.
    fn look(&mut self, length: usize) -> io::Result<&[u8]> {
        while self.bytes.len() < self.at + length && self.more()? {}
        let end = self.bytes.len().min(self.at + length);
        Ok(&self.bytes[self.at..end])
    }

    /// Passes over the zeros that tapes and block devices leave behind the last member.
    fn skip_zeros(&mut self) -> io::Result<()> {
        while self.look(1)? == [0] {
            let zeros = self.bytes[self.at..].iter().take_while(|&&byte| byte == 0).count();
            self.at += zeros;
            self.member = self.at;
        }
        Ok(())
    }

    fn member(mut self) -> Box<GzDecoder<Self>> {
        self.member = self.at;
        Box::new(GzDecoder::new(self))
    }

    /// Back to just behind the beginning of the member at hand, as far as is kept and not read
    /// twice yet.
    fn go_back(&mut self) {
        let back = (self.member + 1).max(self.twice);
        if back < self.at {
            self.twice = self.at;
            self.at = back;
        }
    }

    /// Goes to where the next member seems to begin; whether there is one.
    fn seek(&mut self) -> io::Result<bool> {
        loop {
            if let Some(found) = memchr::memmem::find(&self.bytes[self.at..], MAGIC) {
                self.at += found;
                return Ok(true);
            }
            // The mark may be cut in two.
            self.at = self.at.max(self.bytes.len().saturating_sub(MAGIC.len() - 1));
            self.member = self.at;
            if !self.more()? {
                self.at = self.bytes.len();
                return Ok(false);
            }
        }
    }
}

impl<R: Read> Read for Window<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buf)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Window<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.bytes.len() {
            self.more()?;
        }
        Ok(&self.bytes[self.at..])
    }

    fn consume(&mut self, read: usize) {
        self.at += read;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// What is read, with `!` for each damage.
    fn read(bytes: &[u8]) -> String {
        let mut members = Members::new(bytes);
        let mut text = String::new();
        let mut buffer = [0; 64];
        loop {
            match members.read(&mut buffer) {
                Ok(0) => return text,
                Ok(read) => text.push_str(&String::from_utf8_lossy(&buffer[..read])),
                Err(_) => text.push('!'),
            }
        }
    }

    #[test]
    fn members_follow_each_other() {
        assert_eq!(read(b""), "");
        assert_eq!(read(&[gzip("one "), gzip(""), gzip("two")].concat()), "one two");
        assert_eq!(read(&[gzip("one"), vec![0; 700]].concat()), "one");
    }

    #[test]
    fn a_damaged_member_is_told_and_the_next_one_read() {
        let (one, two, three) = (gzip("one "), gzip(&"two ".repeat(99)), gzip("three "));
        let cut = &two[..two.len() - 9];
        assert!(read(&[&one, cut, &three].concat()).ends_with("!three "));
        let mut wrong = two.clone();
        wrong[14] ^= 0xff;
        assert!(read(&[&one[..], &wrong, &three, &one].concat()).ends_with("!three one "));
        assert_eq!(read(&[&one[..], b"<html>not compressed", &three].concat()), "one !three ");
        assert!(read(&[&one[..], cut].concat()).ends_with('!'));
        assert_eq!(read(&[&one[..], b"\x1f\x8b\x08"].concat()), "one !");
    }

    #[test]
    fn bytes_that_often_look_like_a_member_take_linear_time() {
        let bytes = [gzip("one "), MAGIC.repeat(400_000), gzip("two")].concat();
        let (text, took) = crate::spent::spent(|| read(&bytes));
        assert!(text.starts_with("one !"));
        assert!(took.as_secs() < 20, "{took:?}");
    }
}
