//! Giving the work of a step to somebody of the same office, and who that could be.

use flow::{Action, Asker, Reason};
use store::{Person, PersonId};

use crate::who::{granted, lent};
use crate::{Case, Desk, Error, Order, Result, Who};

impl Desk {
    /// Everybody, also whoever can no longer sign in, with all grants, own and lent, in a fixed
    /// number of calls.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn askers(&self, who: &Who) -> Result<Vec<(Person, Asker)>> {
        let region = who.region();
        let people = self.store.people(region).await?;
        let grants = self.store.all_grants(region).await?;
        let stand_ins = self.store.all_stand_ins(region).await?;
        let asker = |person: Person| {
            let own = grants.iter().filter(|grant| grant.person == person.id);
            let mut held: Vec<flow::Grant> = own.filter_map(granted).collect();
            for stand_in in stand_ins.iter().filter(|one| one.person == person.id) {
                let absent = grants.iter().filter(|grant| grant.person == stand_in.for_person);
                let absent = absent.filter_map(granted);
                held.extend(absent.filter_map(|grant| lent(&grant, person.id, stand_in)));
            }
            let asker = Asker { person: flow::PersonId(person.id.0), grants: held };
            (person, asker)
        };
        Ok(people.into_iter().map(asker).collect())
    }

    /// Gives the work of the present step to a person, or to nobody in particular.
    ///
    /// # Errors
    /// The refusal, of whoever asks or of whoever would get it; else when the database fails.
    pub async fn reassign(&self, who: &Who, order: &Order, to: Option<PersonId>) -> Result<Case> {
        let case = self.case(who, order.id).await?;
        let permit = case.may(who, Action::Reassign)?;
        if let Some(to) = to {
            let person = self.store.person(who.region(), to).await?;
            if !person.active {
                return Err(Error::bad(format!("{}的账号已经停用，请换一个人。", person.name)));
            }
            let name = person.name.clone();
            let asker = self.who(person, who.now).await?.asker;
            case.could_be_given_to(who, &asker).map_err(|refusal| cannot_take(&name, refusal))?;
        }
        self.store.assign(case.by(who, &permit), who.region(), order.id, to).await?;
        Ok(case)
    }
}

impl Case {
    /// Whether the work of the present step can be given to somebody.
    ///
    /// # Errors
    /// The refusal that person would get.
    pub fn could_be_given_to(
        &self,
        who: &Who,
        asker: &Asker,
    ) -> std::result::Result<(), flow::Refusal> {
        flow::may_be_assigned(&self.setting.workflow, asker, &self.situation, who.now)
    }
}

/// The refusal of somebody else, as whoever asked needs it.
fn cannot_take(name: &str, refusal: flow::Refusal) -> flow::Refusal {
    let why = match refusal.reason {
        Reason::OwnWork => format!("不能派给{name}：这份申报是他填写或提交的。"),
        Reason::SamePerson => format!("不能派给{name}：他已经办过这份申报的另一个环节。"),
        _ => format!("不能派给{name}：他没有办理这个环节的岗位。"),
    };
    let remedy = "请换一位能办这个环节的人。".to_owned();
    flow::Refusal { why, remedy, who: Vec::new(), until: None, ..refusal }
}
