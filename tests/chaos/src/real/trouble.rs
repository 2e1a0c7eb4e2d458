//! Makes the trouble of a plan.

use std::future::pending;
use std::time::Duration;

use beseda_tests::stack::Stack;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::crew::Crew;
use super::memory::Memory;
use super::plan::{Lasts, Plan, Trouble};
use crate::chance::Chance;

/// Acknowledgements between two troubles, so that each finds a relay at work.
const ACKS_BETWEEN: usize = 5;

/// How long to wait for them, or for an upload to be on its way: a network may be
/// so bad that nothing gets through.
const PATIENCE: Duration = Duration::from_secs(20);

/// Troubles in a row for which there was no occasion: it will not come any more.
const IN_VAIN_MAX: u32 = 15;

/// A process that has just begun takes more and more memory for so long (C16).
const WARMS_UP: Duration = Duration::from_secs(20 * 60);

/// Troubles in a drawn order, each as often as the others.
struct Bag {
    all: &'static [Trouble],
    left: Vec<Trouble>,
    chance: Chance,
}

impl Bag {
    fn draw(&mut self) -> Option<Trouble> {
        if self.left.is_empty() {
            self.left.extend(self.all);
        }
        let place = self.chance.within(0, self.left.len() as u64) as usize;
        (!self.left.is_empty()).then(|| self.left.swap_remove(place))
    }

    /// It was not made: it is still to come.
    fn put_back(&mut self, trouble: Trouble) {
        self.left.push(trouble);
    }
}

/// Makes trouble until it is enough; watches the relay's memory if the plan wants
/// it, when the last process has warmed up.
pub(super) async fn make(plan: &Plan, stack: &mut Stack, crew: &Crew) -> Option<Memory> {
    let mut chance = Chance::named(plan.seed, "trouble");
    let mut bag = Bag {
        all: plan.troubles,
        left: Vec::new(),
        chance: Chance::named(plan.seed, "bag"),
    };
    let begun = Instant::now();
    let (end, mut n_left) = match plan.lasts {
        Lasts::For(time) => (Some(begun + time), u64::MAX),
        Lasts::Until(n) => (None, n),
    };
    let settles_at = plan.settles_at.zip(end);
    let settles_at = settles_at.map(|(part, end)| begun + (end - begun).mul_f64(part));
    let mut memory = None;
    let mut n_in_vain = 0;
    while n_left > 0 {
        let pause = Duration::from_millis(chance.within(plan.pause_ms.0, plan.pause_ms.1));
        let made = async {
            sleep(pause).await;
            crew.works(ACKS_BETWEEN, PATIENCE).await;
            bag.draw()
        };
        let trouble = tokio::select! {
            trouble = made => trouble,
            () = until(end) => break,
        };
        let is_past = |at: Option<Instant>| at.is_some_and(|at| Instant::now() >= at);
        let is_settled = is_past(settles_at);
        if memory.is_none() && is_past(settles_at.map(|at| at + WARMS_UP)) {
            crew.note("settled");
            memory = Some(Memory::watch(stack.data()));
        }
        match trouble {
            None => until(end).await,
            Some(Trouble::Kill | Trouble::KillInUpload | Trouble::KillInSlice(_)) if is_settled => {
            }
            Some(trouble) if !is_made(trouble, stack, crew).await => {
                bag.put_back(trouble);
                n_in_vain += 1;
                let is_endless = end.is_none() && n_in_vain > IN_VAIN_MAX;
                assert!(!is_endless, "{trouble:?}: never an occasion");
                continue;
            }
            Some(_) => n_in_vain = 0,
        }
        n_left -= 1;
    }
    // What follows is the driver's own: it asks for every file at once.
    if let Some(memory) = &memory {
        memory.stop();
    }
    memory
}

async fn until(end: Option<Instant>) {
    match end {
        Some(end) => sleep_until(end).await,
        None => pending().await,
    }
}

/// Makes it, unless there is no occasion for it now: nothing else is made in its
/// place, or a run would hold less than its plan says.
async fn is_made(trouble: Trouble, stack: &mut Stack, crew: &Crew) -> bool {
    match trouble {
        Trouble::Kill => kill("kill", stack, crew).await,
        Trouble::KillInUpload => {
            let uploads = async {
                while crew.n_uploading() == 0 {
                    sleep(Duration::from_millis(1)).await;
                }
            };
            let end = Instant::now() + PATIENCE;
            match timeout_at(end, uploads).await {
                Ok(()) => kill("kill in an upload", stack, crew).await,
                Err(_) => return false,
            }
        }
        Trouble::KillInSlice(point) => {
            let stood = |stack: &Stack| stack.log().matches(point.said()).count();
            let before = stood(stack);
            // The relay may stand before it has answered this.
            let plant = async {
                drop(
                    stack
                        .door()
                        .post("/host/plant", &point.plant().into())
                        .await,
                );
                pending().await
            };
            let stands = async {
                while stood(stack) == before {
                    sleep(Duration::from_millis(20)).await;
                }
            };
            let is_standing = tokio::select! {
                () = plant => false,
                () = stands => true,
                () = sleep(PATIENCE) => false,
            };
            // What is planted would else befall a slice of later.
            kill(&format!("kill at {}", point.plant()), stack, crew).await;
            return is_standing;
        }
        Trouble::Plant(name) => {
            crew.note(&format!("plant {name}"));
            // The failure may befall the very call that plants it.
            drop(stack.door().post("/host/plant", &name.into()).await);
        }
        Trouble::Clock(ms) => {
            crew.note(&format!("clock: {ms} ms off"));
            drop(stack.door().post("/host/clock", &ms.into()).await);
        }
    }
    true
}

async fn kill(what: &str, stack: &mut Stack, crew: &Crew) {
    crew.note(what);
    stack.restart().await;
    crew.note("restarted");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bag_gives_each_trouble_as_often_as_the_others_and_an_empty_one_none() {
        let mut bag = Bag {
            all: Plan::POINTS,
            left: Vec::new(),
            chance: Chance::new(1),
        };
        let drawn: Vec<Trouble> = (0..25).filter_map(|_| bag.draw()).collect();
        for point in Plan::POINTS {
            let n = drawn.iter().filter(|trouble| *trouble == point).count();
            assert_eq!(n, 5, "{point:?}");
        }
        assert_ne!(drawn[..5], drawn[5..10], "and in no fixed order");
        let later = bag.draw().expect("the bag is filled again");
        bag.put_back(later);
        let rest: Vec<Trouble> = (0..5).filter_map(|_| bag.draw()).collect();
        assert!(rest.contains(&later), "what was not made comes again");
        bag.all = &[];
        assert_eq!(bag.draw(), None);
    }
}
