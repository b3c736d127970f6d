//! The strict reader: one pass, and nothing but canonical bytes gets through.

use std::{borrow::Cow, cmp::Ordering};

use serde_json::{Map, Value};

use super::{Fault, Flaw, MAX_DEPTH, MAX_INTEGER, text};

/// Reads one canonical value.
///
/// # Errors
///
/// The first byte that leaves the canonical form.
pub fn read(bytes: &[u8]) -> Result<Value, Fault> {
    let mut cursor = Cursor::new(bytes)?;
    let value = cursor.value()?;
    cursor.end()?;
    Ok(value)
}

/// A place in canonical text.
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Cursor<'a> {
    /// Stands before the first byte.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Fault> {
        let text = std::str::from_utf8(bytes).map_err(|error| Fault {
            at: error.valid_up_to(),
            flaw: Flaw::NotUtf8,
        })?;
        Ok(Self {
            text,
            at: 0,
            depth: 0,
        })
    }

    /// Reads one value.
    pub fn value(&mut self) -> Result<Value, Fault> {
        match self.peek()? {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' => Ok(Value::String(self.string()?.into_owned())),
            b'-' | b'0'..=b'9' => self.integer(),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => Err(self.unexpected()),
        }
    }

    /// Reads one value, and gives its text too.
    pub fn value_and_text(&mut self) -> Result<(Value, &'a str), Fault> {
        let start = self.at;
        let value = self.value()?;
        Ok((value, self.text.get(start..self.at).unwrap_or_default()))
    }

    /// Reads exactly this text.
    pub fn expect(&mut self, token: &str) -> Result<(), Fault> {
        for byte in token.bytes() {
            if self.peek()? != byte {
                return Err(self.unexpected());
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Reads one string.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.expect("\"")?;
        let (string, length) = text::read(self.rest()).map_err(|(ahead, flaw)| Fault {
            at: self.at + ahead,
            flaw,
        })?;
        self.at += length;
        Ok(string)
    }

    /// Nothing follows.
    pub fn end(&self) -> Result<(), Fault> {
        match self.rest().is_empty() {
            true => Ok(()),
            false => Err(self.fault(Flaw::Trailing)),
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Result<u8, Fault> {
        let byte = self.text.as_bytes().get(self.at).copied();
        byte.ok_or_else(|| self.fault(Flaw::Ends))
    }

    fn fault(&self, flaw: Flaw) -> Fault {
        Fault { at: self.at, flaw }
    }

    fn unexpected(&self) -> Fault {
        match self.text.as_bytes().get(self.at) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => self.fault(Flaw::Space),
            Some(byte) => self.fault(Flaw::Unexpected(*byte)),
            None => self.fault(Flaw::Ends),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Fault> {
        self.expect(word)?;
        Ok(value)
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, Fault>) -> Result<Value, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(self.fault(Flaw::TooDeep));
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Value, Fault> {
        let mut items = Vec::new();
        if self.closes(b']')? {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value()?);
            if self.closes(b']')? {
                return Ok(Value::Array(items));
            }
            self.expect(",")?;
        }
    }

    fn object(&mut self) -> Result<Value, Fault> {
        let mut fields = Map::new();
        if self.closes(b'}')? {
            return Ok(Value::Object(fields));
        }
        let mut last: Option<Cow<'a, str>> = None;
        loop {
            let key = self.key(last.as_deref())?;
            self.expect(":")?;
            let value = self.value()?;
            fields.insert(key.clone().into_owned(), value);
            if self.closes(b'}')? {
                return Ok(Value::Object(fields));
            }
            self.expect(",")?;
            last = Some(key);
        }
    }

    fn closes(&mut self, bracket: u8) -> Result<bool, Fault> {
        let closes = self.peek()? == bracket;
        self.at += usize::from(closes);
        Ok(closes)
    }

    fn key(&mut self, last: Option<&str>) -> Result<Cow<'a, str>, Fault> {
        let start = self.at;
        let key = self.string()?;
        let order = last.map_or(Ordering::Less, |last| text::order(last, &key));
        let flaw = match order {
            Ordering::Less => return Ok(key),
            Ordering::Equal => Flaw::DuplicateKey(key.into_owned()),
            Ordering::Greater => Flaw::KeyOrder(key.into_owned()),
        };
        Err(Fault { at: start, flaw })
    }

    fn integer(&mut self) -> Result<Value, Fault> {
        let rest = self.rest();
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'));
        let token = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let digits = token.strip_prefix('-').unwrap_or(token);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || digits.is_empty() || (digits.starts_with('0') && token != "0") {
            return Err(self.fault(Flaw::Number));
        }
        let in_range = |number: &i64| number.unsigned_abs() <= MAX_INTEGER.unsigned_abs();
        let number = token.parse::<i64>().ok().filter(in_range);
        let number = number.ok_or_else(|| self.fault(Flaw::TooLarge))?;
        self.at += token.len();
        Ok(Value::from(number))
    }
}
