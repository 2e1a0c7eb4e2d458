//! An order of functions in which alike ones are neighbours.
//!
//! Brotli finds again best what it has seen a moment ago, and nothing depends on
//! the order in which a linker leaves functions. So the longest comes first, and
//! then always the one that shares most with the few before it: the same bytes,
//! and three in a hundred less to download.
//!
//! `wasm-opt` sorts by name (`--reorder-functions-by-name`), so the order is told
//! to it as names, which are stripped afterwards.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result, ensure};

/// Functions are compared by their pieces of so many bytes.
const PIECE: usize = 5;

/// A piece that more functions have tells nothing of any.
const OWNERS_MAX: usize = 59;

/// How much it counts to be alike the last function, the one before it…
const WEIGHTS: [u32; 4] = [20, 10, 7, 5];

/// What is added to a function's size before its score is divided by it: tiny ones
/// would be alike everything.
const SIZE_MIN: usize = 30;

/// Ids of the sections that are read or written, and the kind of an imported function.
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
const FUNCTION_NAMES: u8 = 1;

/// The module with each function named by its place in the order.
pub(super) fn ranked(module: &[u8]) -> Result<Vec<u8>> {
    let mut read = Reader(module);
    let mut out = read.bytes(8)?.to_vec();
    let mut n_imported = 0;
    let mut bodies = Vec::new();
    while !read.0.is_empty() {
        let id = read.byte()?;
        let section = read.sized()?;
        match id {
            CUSTOM => continue,
            IMPORT => n_imported = imported_functions(section)?,
            CODE => bodies = functions(section)?,
            _ => {}
        }
        put_section(&mut out, id, section);
    }
    put_section(&mut out, CUSTOM, &names(n_imported, &order(&bodies)));
    Ok(out)
}

/// Indices in the order of likeness. It depends on the bytes alone, the lower index
/// wins a tie, and square roots are exact on every machine.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces = Pieces::of(bodies);
    let mut left: BTreeSet<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    while let Some(next) = pieces
        .most_alike(&order, &left)
        .or_else(|| longest(bodies, &left))
    {
        left.remove(&next);
        order.push(next);
    }
    order
}

fn longest(bodies: &[&[u8]], left: &BTreeSet<usize>) -> Option<usize> {
    let from_the_last = left.iter().rev().copied();
    from_the_last.max_by_key(|&index| bodies[index].len())
}

/// Which pieces a function has, and which functions have a piece.
struct Pieces<'a> {
    of: Vec<BTreeSet<&'a [u8]>>,
    owners: HashMap<&'a [u8], Vec<usize>>,
}

impl<'a> Pieces<'a> {
    fn of(bodies: &[&'a [u8]]) -> Self {
        let pieces = bodies.iter().map(|body| body.windows(PIECE).collect());
        let of: Vec<BTreeSet<&[u8]>> = pieces.collect();
        let mut owners: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (index, pieces) in of.iter().enumerate() {
            for piece in pieces {
                owners.entry(piece).or_default().push(index);
            }
        }
        owners.retain(|_, owners| (2..=OWNERS_MAX).contains(&owners.len()));
        Self { of, owners }
    }

    /// The one that shares most, for its size, with the last of the order; none
    /// when nothing that is left shares anything.
    fn most_alike(&self, order: &[usize], left: &BTreeSet<usize>) -> Option<usize> {
        let mut scores: HashMap<usize, u32> = HashMap::new();
        for (&placed, weight) in order.iter().rev().zip(WEIGHTS) {
            for piece in &self.of[placed] {
                for &owner in self.owners.get(piece).into_iter().flatten() {
                    *scores.entry(owner).or_default() += weight;
                }
            }
        }
        let score = |index: usize| {
            let size = (self.of[index].len() + SIZE_MIN) as f64;
            // Three quarters of its power: to be long is no merit, and no fault.
            f64::from(scores[&index]) / (size * size.sqrt()).sqrt()
        };
        let from_the_last = left.iter().rev().copied();
        from_the_last
            .filter(|index| scores.contains_key(index))
            .max_by(|&one, &other| score(one).total_cmp(&score(other)))
    }
}

/// How many functions an import section brings: they are counted first.
fn imported_functions(section: &[u8]) -> Result<usize> {
    let mut read = Reader(section);
    let mut n_functions = 0;
    for _ in 0..read.number()? {
        read.sized()?;
        read.sized()?;
        match read.byte()? {
            0 => {
                read.number()?;
                n_functions += 1;
            }
            1 => {
                read.byte()?;
                read.limits()?;
            }
            2 => read.limits()?,
            3 => drop(read.bytes(2)?),
            _ => drop((read.byte()?, read.number()?)),
        }
    }
    Ok(n_functions)
}

fn functions(section: &[u8]) -> Result<Vec<&[u8]>> {
    let mut read = Reader(section);
    let n_functions = read.number()?;
    (0..n_functions).map(|_| read.sized()).collect()
}

/// A name section in which functions are called by their rank, in digits that sort
/// as numbers do.
fn names(n_imported: usize, order: &[usize]) -> Vec<u8> {
    let mut ranks = vec![0; order.len()];
    for (rank, &index) in order.iter().enumerate() {
        ranks[index] = rank;
    }
    let imported = (0..n_imported).map(|index| format!("imported{index}"));
    let own = ranks.iter().map(|rank| format!("{rank:06}"));
    let mut table = Vec::new();
    put_number(&mut table, n_imported + order.len());
    for (index, name) in imported.chain(own).enumerate() {
        put_number(&mut table, index);
        put_sized(&mut table, name.as_bytes());
    }
    let mut section = Vec::new();
    put_sized(&mut section, b"name");
    put_section(&mut section, FUNCTION_NAMES, &table);
    section
}

/// What is left to read of a part of a module.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, n_bytes: usize) -> Result<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(n_bytes).context("a cut module")?;
        self.0 = rest;
        Ok(bytes)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.bytes(1)?[0])
    }

    /// An unsigned LEB128.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..).step_by(7) {
            let byte = self.byte()?;
            ensure!(shift < usize::BITS, "a number without an end");
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Ok(number)
    }

    /// Bytes after their number.
    fn sized(&mut self) -> Result<&'a [u8]> {
        let n_bytes = self.number()?;
        self.bytes(n_bytes)
    }

    /// Of a table or a memory: the least, and the most if there is one.
    fn limits(&mut self) -> Result<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }
}

fn put_section(out: &mut Vec<u8>, id: u8, section: &[u8]) {
    out.push(id);
    put_sized(out, section);
}

fn put_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    /// A module that imports a function and a memory, and has these bodies.
    fn module(bodies: &[&[u8]]) -> Vec<u8> {
        let mut module = HEADER.to_vec();
        let imports = b"\x02\x01m\x01f\x00\x00\x01m\x01g\x02\x00\x01";
        put_section(&mut module, IMPORT, imports);
        let mut code = Vec::new();
        put_number(&mut code, bodies.len());
        for body in bodies {
            put_sized(&mut code, body);
        }
        put_section(&mut module, CODE, &code);
        put_section(&mut module, CUSTOM, b"\x04name of old");
        module
    }

    #[test]
    fn alike_functions_become_neighbours_behind_the_longest() {
        let bodies: [&[u8]; 4] = [
            b"the first of two",
            b"0123456789 0123456789",
            b"the first of four",
            b"123456789",
        ];
        assert_eq!(order(&bodies), [1, 3, 2, 0]);
    }

    #[test]
    fn of_equal_functions_the_lower_index_comes_first() {
        let (equal, tiny): ([&[u8]; 4], [&[u8]; 3]) = ([b"abcdefg"; 4], [b"abc", b"def", b"ghi"]);
        assert_eq!(order(&equal), [0, 1, 2, 3]);
        assert_eq!(order(&tiny), [0, 1, 2]);
    }

    #[test]
    fn functions_are_named_by_rank_and_nothing_else_changes() {
        let bodies: [&[u8]; 2] = [b"short", b"longer"];
        let mut wanted = module(&bodies);
        wanted.truncate(wanted.len() - b"\x00\x0b\x04name of old".len());
        wanted.extend_from_slice(b"\x00\x23\x04name\x01\x1c\x03");
        wanted.extend_from_slice(b"\x00\x09imported0\x01\x06000001\x02\x06000000");
        assert_eq!(ranked(&module(&bodies)).unwrap(), wanted);
    }

    #[test]
    fn a_cut_module_is_refused() {
        let whole = module(&[b"body"]);
        assert!(ranked(&whole[..whole.len() - 3]).is_err());
    }
}
