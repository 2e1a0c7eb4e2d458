//! Who and what the center consists of, besides dialogs. Messages and cards name people
//! and sites by their ids: this is where the names are.

use std::collections::HashMap;
use std::sync::Arc;

use beseda_protocol::channel::{Channel, ChannelSection};
use beseda_protocol::dialog::Summary;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{ChannelId, OperatorId, SiteId};
use beseda_protocol::mark::Mark;
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::settings::{BadgeFact, CenterSection, Versioned};
use beseda_protocol::site::{Site, SiteSection};
use beseda_protocol::team::{Access, Employee, Right, Role};

use super::completion::rank;

/// The public names of everybody who has or had a sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(Arc<HashMap<OperatorId, String>>);

impl Names {
    fn of_all(employees: &[Employee]) -> Self {
        let name = |employee: &Employee| (employee.id, employee.name.clone());
        Self(Arc::new(employees.iter().map(name).collect()))
    }

    /// Somebody's. Who has been told of is known, so the empty one is never seen.
    pub fn of(&self, id: OperatorId) -> &str {
        self.0.get(&id).map_or("", String::as_str)
    }
}

/// The people, the sites and the settings, as the last events left them.
#[derive(Debug, Clone, PartialEq)]
pub struct Roster {
    /// The operator in front of the screen.
    pub me: Employee,
    /// The center's settings.
    pub center: CenterInfo,
    /// Everybody who has or had a sign-in, in the order of their accounts.
    pub employees: Vec<Employee>,
    /// Their names.
    pub names: Names,
    /// Tags, labels and lists, in the order of their making.
    pub marks: Vec<Mark>,
    /// Channels, in the order of their making.
    pub channels: Vec<Channel>,
    /// Sites, in the order of their making.
    pub sites: Vec<Site>,
}

/// What may be done with an employee.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Acts {
    /// Another role.
    pub change_role: bool,
    /// Other dialogs to see.
    pub set_access: bool,
    /// A link by which he sets a new password.
    pub reset: bool,
    /// To make him the owner.
    pub hand_over: bool,
    /// To let him sign in no more.
    pub disable: bool,
    /// To let him sign in again.
    pub enable: bool,
}

impl Acts {
    /// Whether there is anything.
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

impl Roster {
    /// As a view begins.
    pub fn new(
        me: Employee,
        center: CenterInfo,
        employees: Vec<Employee>,
        marks: Vec<Mark>,
        channels: Vec<Channel>,
        sites: Vec<Site>,
    ) -> Self {
        Self {
            me,
            center,
            names: Names::of_all(&employees),
            employees,
            marks,
            channels,
            sites,
        }
    }

    /// What who is in front of the screen may do in a dialog.
    pub fn right(&self, dialog: &Summary) -> Right {
        self.me.right(dialog.channel, dialog.responsible)
    }

    /// Whether no dialog can come to who is in front of the screen (KC-02).
    pub fn sees_nothing(&self) -> bool {
        self.me.channels().is_some_and(<[ChannelId]>::is_empty)
    }

    /// Those who give others dialogs to see.
    pub fn administrators(&self) -> impl Iterator<Item = &Employee> {
        let employees = self.employees.iter();
        employees.filter(|employee| employee.works() && employee.role.administers())
    }

    /// What the center wants the badge to count.
    pub fn badge_counts(&self) -> BadgeFact {
        self.center.badge.value.counts
    }

    /// Whether channels are told apart: with one, nobody needs the word (X14).
    pub fn has_channels(&self) -> bool {
        self.channels.len() > 1
    }

    /// Whether clients write from several places: with one, nobody needs to be told which
    /// (X14).
    pub fn has_origins(&self) -> bool {
        self.sites.len() > 1 || self.has_channels()
    }

    /// Whether operators may begin a dialog on a site; that of the test chat is of the first
    /// channel.
    pub fn may_begin_on(&self, site: &SiteId) -> bool {
        let channel = self.site(site).map(|site| site.channel);
        let channel = self.channel(channel.unwrap_or(ChannelId::FIRST));
        channel.is_none_or(|channel| channel.writing_first.value.is_allowed)
    }

    /// A channel by its id.
    pub fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// Whether a transport is a site: the test chat, of which there is no row, is one.
    pub fn is_site(&self, id: &SiteId) -> bool {
        self.site(id).is_none_or(Site::is_site)
    }

    /// The transports of a channel.
    pub fn sites_of(&self, channel: ChannelId) -> impl Iterator<Item = &Site> {
        self.sites
            .iter()
            .filter(move |site| site.channel == channel)
    }

    /// What somebody sees with a channel more, or less. Of who sees all that come, it is
    /// those that there are.
    pub fn access_with(&self, access: &Access, channel: ChannelId, on: bool) -> Access {
        let all = || self.channels.iter().map(|channel| channel.id).collect();
        let mut channels: Vec<ChannelId> = access.channels.clone().unwrap_or_else(all);
        channels.retain(|seen| *seen != channel);
        if on {
            channels.push(channel);
            channels.sort_unstable();
        }
        Access {
            others: access.others,
            channels: Some(channels),
        }
    }

    /// A channel was made, or renamed.
    pub fn put_channel(&mut self, channel: Channel) {
        match self
            .channels
            .iter_mut()
            .find(|known| known.id == channel.id)
        {
            Some(known) => *known = channel,
            None => self.channels.push(channel),
        }
    }

    /// A section of a channel's settings stands so now.
    pub fn put_channel_section(&mut self, id: ChannelId, version: u32, section: ChannelSection) {
        let channel = self.channels.iter_mut().find(|known| known.id == id);
        match (channel, section) {
            (Some(channel), ChannelSection::Assignment { assignment: value }) => {
                channel.assignment = Versioned { version, value };
            }
            (
                Some(channel),
                ChannelSection::WritingFirst {
                    writing_first: value,
                },
            ) => {
                channel.writing_first = Versioned { version, value };
            }
            (Some(channel), ChannelSection::ReplyTimes { reply_times: value }) => {
                channel.reply_times = Versioned { version, value };
            }
            (Some(channel), ChannelSection::Hours { hours: value }) => {
                channel.hours = Versioned { version, value };
            }
            (Some(channel), ChannelSection::Automatic { automatic: value }) => {
                channel.automatic = Versioned { version, value };
            }
            (None, _) | (_, ChannelSection::Unknown) => {}
        }
    }

    /// A site; the test site is none.
    pub fn site(&self, id: &SiteId) -> Option<&Site> {
        self.sites.iter().find(|site| site.id == *id)
    }

    /// The name of a site; the test site has none.
    pub fn site_name(&self, id: &SiteId) -> Option<&str> {
        self.site(id).map(|site| site.general.value.name.as_str())
    }

    /// An employee came, or changed.
    pub fn put_employee(&mut self, employee: Employee) {
        if employee.id == self.me.id {
            self.me = employee.clone();
        }
        match self
            .employees
            .iter_mut()
            .find(|known| known.id == employee.id)
        {
            Some(known) => *known = employee,
            None => self.employees.push(employee),
        }
        self.names = Names::of_all(&self.employees);
    }

    /// A site came, or changed.
    pub fn put_site(&mut self, site: Site) {
        match self.sites.iter_mut().find(|known| known.id == site.id) {
            Some(known) => *known = site,
            None => self.sites.push(site),
        }
    }

    /// A section of a site's settings stands so now.
    pub fn put_site_section(&mut self, site: &SiteId, version: u32, section: SiteSection) {
        let Some(site) = self.sites.iter_mut().find(|known| known.id == *site) else {
            return;
        };
        match section {
            SiteSection::General { general: value } => site.general = Versioned { version, value },
            SiteSection::Look { look: value } => site.look = Versioned { version, value },
            SiteSection::Reopening { reopening: value } => {
                site.reopening = Versioned { version, value };
            }
            SiteSection::Welcome { welcome: value } => site.welcome = Versioned { version, value },
            SiteSection::Triggers { triggers: value } => {
                site.triggers = Versioned { version, value };
            }
            SiteSection::OfflineForm {
                offline_form: value,
            } => site.offline_form = Versioned { version, value },
            SiteSection::Tracking { tracking: value } => {
                site.tracking = Versioned { version, value };
            }
            SiteSection::Consent { consent: value } => site.consent = Versioned { version, value },
            SiteSection::Asking { asking: value } => site.asking = Versioned { version, value },
            SiteSection::Unknown => {}
        }
    }

    /// A section of the center's settings stands so now.
    pub fn put_center_section(&mut self, version: u32, section: CenterSection) {
        match section {
            CenterSection::General { general: value } => {
                self.center.general = Versioned { version, value };
            }
            CenterSection::Badge { badge: value } => {
                self.center.badge = Versioned { version, value };
            }
            CenterSection::Hours { hours: value } => {
                self.center.hours = Versioned { version, value };
            }
            CenterSection::Silence { silence: value } => {
                self.center.silence = Versioned { version, value };
            }
            CenterSection::Unknown => {}
        }
    }

    /// A tag, a label or a list was made, or renamed.
    pub fn put_mark(&mut self, mark: Mark) {
        match self.marks.iter_mut().find(|known| known.id == mark.id) {
            Some(known) => *known = mark,
            None => self.marks.push(mark),
        }
    }

    /// Somebody with a sign-in.
    pub fn employee(&self, id: OperatorId) -> Option<&Employee> {
        self.employees.iter().find(|employee| employee.id == id)
    }

    /// Whom who is in front of the screen may make responsible for a dialog: himself
    /// first, then the colleagues.
    pub fn assignable(&self, dialog: &Summary) -> Vec<Employee> {
        let may_be = |employee: &&Employee| {
            employee.may_be_responsible(dialog.channel)
                && (self.me).may_assign(dialog.responsible, Some(employee.id))
        };
        let (own, others): (Vec<_>, Vec<_>) = (self.employees.iter().filter(may_be))
            .cloned()
            .partition(|employee| employee.id == self.me.id);
        own.into_iter().chain(others).collect()
    }

    /// Colleagues whom a note in a dialog may call, of those a word of whose name begins so:
    /// who bears it whole comes first.
    pub fn to_call(&self, dialog: &Summary, sought: &str) -> Vec<(OperatorId, String)> {
        let sought = fold(sought);
        let sees = |one: &&Employee| {
            let right = one.right(dialog.channel, dialog.responsible);
            one.works() && one.id != self.me.id && right >= Right::Readable
        };
        let ranked = self.employees.iter().filter(sees).filter_map(|one| {
            let name = fold(&one.name);
            let rank = rank(name.split_whitespace(), &sought)?;
            Some((rank, name, one))
        });
        let mut ranked: Vec<(usize, String, &Employee)> = ranked.collect();
        ranked.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        let called = ranked
            .into_iter()
            .map(|(.., one)| (one.id, one.name.clone()));
        called.collect()
    }

    /// What may be done with an employee by who is in front of the screen.
    pub fn acts_on(&self, id: OperatorId) -> Acts {
        let Some(employee) = self.employee(id).filter(|_| id != self.me.id) else {
            return Acts::default();
        };
        let mine = self.me.role;
        let manages = mine.manages(employee.role);
        let is_owned = employee.role == Role::Owner && mine != Role::Owner;
        let works = employee.works();
        Acts {
            change_role: manages && works,
            set_access: manages && works && self.may_see_less(employee.role),
            reset: mine.administers() && !is_owned && works,
            hand_over: mine == Role::Owner && works,
            disable: manages && works,
            enable: manages && !works,
        }
    }

    /// Whether there is something that somebody of this role may be shown or not.
    fn may_see_less(&self, role: Role) -> bool {
        match role {
            Role::Operator => true,
            Role::Supervisor => self.has_channels(),
            Role::Administrator | Role::Owner => false,
        }
    }

    /// Roles that who is in front of the screen may give, the least first.
    pub fn roles_to_give(&self) -> Vec<Role> {
        let all = Role::ALL.iter().rev().copied();
        all.filter(|role| self.me.role.manages(*role)).collect()
    }

    /// Whether the owner has still to name the center: the first run.
    pub fn is_unnamed(&self) -> bool {
        self.center.general.value.name.is_empty() && self.me.role.administers()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example::{ME, responsible, roster, summary};
    use beseda_protocol::ids::Timestamp;

    /// Of a center as somebody of this role sees it, with one colleague of that one.
    fn seen_by(mine: Role, other: Role, disabled_at: Option<Timestamp>) -> Roster {
        let mut roster = roster();
        roster.me.role = mine;
        let mut colleague = roster.employees[1].clone();
        (colleague.role, colleague.disabled_at) = (other, disabled_at);
        roster.put_employee(colleague);
        roster
    }

    const COLLEAGUE: OperatorId = OperatorId(2);

    #[test]
    fn the_owner_is_offered_everything_and_an_administrator_what_is_below_him() {
        let all = Acts {
            change_role: true,
            set_access: false,
            reset: true,
            hand_over: true,
            disable: true,
            enable: false,
        };
        let of = |mine, other| seen_by(mine, other, None).acts_on(COLLEAGUE);
        assert_eq!(of(Role::Owner, Role::Administrator), all);
        let below = Acts {
            hand_over: false,
            set_access: true,
            ..all
        };
        assert_eq!(of(Role::Administrator, Role::Operator), below);
        let reset = Acts {
            reset: true,
            ..Acts::default()
        };
        assert_eq!(of(Role::Administrator, Role::Administrator), reset);
        assert!(!of(Role::Administrator, Role::Owner).any());
        assert!(!of(Role::Supervisor, Role::Operator).any());
    }

    #[test]
    fn of_oneself_and_of_who_is_disabled_little_is_offered() {
        let roster = seen_by(Role::Owner, Role::Operator, Some(Timestamp(1)));
        assert!(!roster.acts_on(ME).any());
        let enable = Acts {
            enable: true,
            ..Acts::default()
        };
        assert_eq!(roster.acts_on(COLLEAGUE), enable);
    }

    #[test]
    fn a_disabled_colleague_keeps_his_name_and_is_not_offered_for_dialogs() {
        let roster = seen_by(Role::Operator, Role::Operator, Some(Timestamp(1)));
        assert_eq!(roster.names.of(COLLEAGUE), "Operator 2");
        assert_eq!(offered(&roster, &summary(1, 1)), [ME]);
    }

    fn offered(roster: &Roster, dialog: &Summary) -> Vec<OperatorId> {
        let offered = roster.assignable(dialog).into_iter();
        offered.map(|one| one.id).collect()
    }

    fn with_channels(ids: &[u64]) -> Roster {
        let mut roster = roster();
        for id in ids.iter().copied().map(ChannelId) {
            roster.put_channel(Channel::new(id, format!("Channel {id}")));
        }
        roster
    }

    /// Criteria: X14
    #[test]
    fn channels_are_told_apart_from_the_second_on() {
        let sites = |roster: &Roster| roster.sites_of(ChannelId::FIRST).count();
        let (one, two) = (roster(), with_channels(&[7]));
        assert_eq!((one.has_channels(), two.has_channels()), (false, true));
        assert_eq!((one.has_origins(), two.has_origins()), (false, true));
        assert_eq!(sites(&two), 0);
        let supervisor = |mut roster: Roster| {
            roster.me.role = Role::Owner;
            let mut colleague = roster.employees[1].clone();
            colleague.role = Role::Supervisor;
            roster.put_employee(colleague);
            roster.acts_on(COLLEAGUE).set_access
        };
        assert_eq!((supervisor(one), supervisor(two)), (false, true));
    }

    #[test]
    fn a_channel_is_given_and_taken_on_either_page() {
        let roster = with_channels(&[7, 9]);
        let ids = |access: Access| {
            access
                .channels
                .map(|ids| ids.iter().map(|id| id.0).collect())
        };
        let set = |access: &Access, id, on| roster.access_with(access, ChannelId(id), on);
        let without = set(&Access::WHOLE, 7, false);
        assert_eq!(ids(without.clone()), Some(vec![1, 9]));
        assert_eq!(ids(set(&without, 7, true)), Some(vec![1, 7, 9]));
        assert_eq!(ids(set(&without, 1, false)), Some(vec![9]));
    }

    #[test]
    fn a_dialog_is_offered_to_who_sees_its_channel() {
        let mut roster = seen_by(Role::Operator, Role::Operator, None);
        let mut colleague = roster.employees[1].clone();
        assert_eq!(offered(&roster, &summary(1, 1)), [ME, COLLEAGUE]);
        colleague.access.channels = Some(vec![ChannelId(7)]);
        roster.put_employee(colleague);
        assert_eq!(offered(&roster, &summary(1, 1)), [ME]);
    }

    #[test]
    fn an_operator_takes_over_what_is_a_colleagues_and_hands_on_what_is_his() {
        let roster = seen_by(Role::Operator, Role::Operator, None);
        let of = |id| responsible(summary(1, 1), id);
        assert_eq!(offered(&roster, &of(COLLEAGUE)), [ME]);
        assert_eq!(offered(&roster, &of(ME)), [ME, COLLEAGUE]);
    }

    #[test]
    fn roles_to_give_are_those_below() {
        let of = |mine| seen_by(mine, Role::Operator, None).roles_to_give();
        let below = [Role::Operator, Role::Supervisor];
        assert_eq!(of(Role::Administrator), below);
        assert_eq!(of(Role::Owner), [below[0], below[1], Role::Administrator]);
        assert_eq!(of(Role::Operator), []);
    }
}
