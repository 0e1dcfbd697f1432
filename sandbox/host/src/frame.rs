//! Frames: a message is a sequence of fields, each `u32le length` + bytes. A list is one field whose content is again
//! a sequence of fields. Numbers are little endian. An absent value is an empty field: no XDR value in use is empty.

use anyhow::{anyhow, bail, Context, Result};
use soroban_env_host::xdr::{Limits, ReadXdr, WriteXdr};

/// Nesting as deep as the host itself allows; no more bytes than there are.
pub fn limits(len: usize) -> Limits {
    Limits { depth: 500, len }
}

/// Reads all of `bytes` as one XDR value. The error names the type.
pub fn decode<T: ReadXdr>(bytes: &[u8]) -> Result<T> {
    T::from_xdr(bytes, limits(bytes.len())).map_err(|e| {
        let name = std::any::type_name::<T>();
        anyhow!("{}: {e}", name.rsplit("::").next().unwrap_or(name))
    })
}

pub fn encode(value: &impl WriteXdr) -> Result<Vec<u8>> {
    Ok(value.to_xdr(limits(usize::MAX))?)
}

/// Reads fields from the front of a message.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(message: &'a [u8]) -> Self {
        Self(message)
    }

    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// Nothing may be left when a message has been read.
    pub fn end(&self) -> Result<()> {
        if self.is_done() {
            return Ok(());
        }
        bail!("frame: {} bytes too many", self.0.len())
    }

    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        let Some((head, rest)) = self.0.split_first_chunk::<4>() else {
            bail!("frame: missing field");
        };
        let length = u32::from_le_bytes(*head) as usize;
        let Some((field, rest)) = rest.split_at_checked(length) else {
            bail!("frame: field of {length} bytes, {} left", rest.len());
        };
        self.0 = rest;
        Ok(field)
    }

    /// A field of exactly `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let field = self.bytes()?;
        field.try_into().with_context(|| format!("frame: field of {} bytes, not {N}", field.len()))
    }

    pub fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub fn xdr<T: ReadXdr>(&mut self) -> Result<T> {
        decode(self.bytes()?)
    }

    pub fn list(&mut self) -> Result<Vec<&'a [u8]>> {
        let mut items = Reader(self.bytes()?);
        let mut list = vec![];
        while !items.is_done() {
            list.push(items.bytes()?);
        }
        Ok(list)
    }

    pub fn xdr_list<T: ReadXdr>(&mut self) -> Result<Vec<T>> {
        self.list()?.into_iter().map(decode).collect()
    }
}

/// Builds a message field by field.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    pub fn bytes(&mut self, field: &[u8]) -> &mut Self {
        self.0.extend_from_slice(&(field.len() as u32).to_le_bytes());
        self.0.extend_from_slice(field);
        self
    }

    pub fn u32(&mut self, value: u32) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    pub fn u64(&mut self, value: u64) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    pub fn i64(&mut self, value: i64) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    pub fn xdr(&mut self, value: &impl WriteXdr) -> Result<&mut Self> {
        let bytes = encode(value)?;
        Ok(self.bytes(&bytes))
    }

    pub fn optional_xdr(&mut self, value: Option<&impl WriteXdr>) -> Result<&mut Self> {
        match value {
            Some(value) => self.xdr(value),
            None => Ok(self.bytes(&[])),
        }
    }

    pub fn xdr_list(&mut self, values: &[impl WriteXdr]) -> Result<&mut Self> {
        let mut items = Writer::default();
        for value in values {
            items.xdr(value)?;
        }
        Ok(self.nested(items))
    }

    /// Another message as one field.
    pub fn nested(&mut self, message: Writer) -> &mut Self {
        self.bytes(&message.0)
    }

    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}
