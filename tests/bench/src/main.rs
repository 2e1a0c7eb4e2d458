//! Figures beside their ceilings, measured in the same run.
//!
//! | module | owns |
//! |---|---|
//! | [`speed`] | a message's way at 1 to 1,000 sockets |
//! | [`crowd`], [`socket`], [`letter`] | who speaks, over what, with what |
//! | [`ceilings`], [`disk`] | what is compared with |
//! | [`sample`] | what was measured |

mod ceilings;
mod crowd;
mod disk;
mod letter;
mod sample;
mod socket;
mod speed;

use std::path::PathBuf;

/// One thread drives all sockets: the other core is the relay's.
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args().skip(1).map(PathBuf::from);
    let workerd = args.next().expect("workerd");
    let bundle = args.next().expect("ceilings");
    let node = args.next();
    println!("flush {:?}", disk::flush());
    for row in speed::measure(&workerd, &bundle, node.as_deref()).await {
        println!("{row:?}");
    }
}
