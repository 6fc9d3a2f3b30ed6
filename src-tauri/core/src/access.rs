//! Who may do what: roles, permissions, and the one table that joins them. Default deny: a role has what its line
//! names and nothing else. Roles are never taken from the interface; they are read anew in every transaction.
//!
//! Roles at units of the organisation and for periods come with the organisation; until then a role is held at the
//! centre.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What somebody is at the centre.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 前台: receives residents.
    FrontDesk,
    /// 志愿服务管理员.
    VolunteerAdmin,
    /// 中心主任/书记.
    CentreHead,
    /// Town staff.
    Town,
    /// County staff.
    County,
    /// Sees who did what, not the contents.
    Auditor,
    /// Keeps accounts and the machine; sees no residents.
    SystemAdmin,
    /// 功能室管理员.
    Steward,
    /// 志愿者: sees self.
    Volunteer,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 9] = [
        Role::FrontDesk,
        Role::VolunteerAdmin,
        Role::CentreHead,
        Role::Town,
        Role::County,
        Role::Auditor,
        Role::SystemAdmin,
        Role::Steward,
        Role::Volunteer,
    ];

    /// The word on the wire and in the store.
    #[must_use]
    pub fn wire(self) -> &'static str {
        match self {
            Role::FrontDesk => "front_desk",
            Role::VolunteerAdmin => "volunteer_admin",
            Role::CentreHead => "centre_head",
            Role::Town => "town",
            Role::County => "county",
            Role::Auditor => "auditor",
            Role::SystemAdmin => "system_admin",
            Role::Steward => "steward",
            Role::Volunteer => "volunteer",
        }
    }

    /// The role of this word.
    #[must_use]
    pub fn read(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.wire() == word)
    }
}

/// What an operation asks of its asker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Anybody, signed in or not.
    Anyone,
    /// Signed in; a locked session too.
    EvenLocked,
    /// Signed in and not locked.
    SignedIn,
    /// To make accounts and see their list.
    ManageAccounts,
    /// To register cases.
    RegisterCases,
    /// To see cases.
    ReadCases,
}

impl Permission {
    /// Whether a session that is locked may ask.
    #[must_use]
    pub fn while_locked(self) -> bool {
        matches!(self, Permission::Anyone | Permission::EvenLocked)
    }
}

/// Whether `role` alone gives `permission`.
#[must_use]
pub fn gives(role: Role, permission: Permission) -> bool {
    match permission {
        Permission::Anyone | Permission::EvenLocked | Permission::SignedIn => true,
        Permission::ManageAccounts => matches!(role, Role::CentreHead | Role::SystemAdmin),
        Permission::RegisterCases | Permission::ReadCases => {
            matches!(role, Role::FrontDesk | Role::VolunteerAdmin | Role::CentreHead)
        }
    }
}

/// Whether somebody who holds `roles` has `permission`. Somebody without any role may still log out and unlock.
#[must_use]
pub fn allows(roles: &[Role], permission: Permission) -> bool {
    let of_anybody = matches!(
        permission,
        Permission::Anyone | Permission::EvenLocked | Permission::SignedIn
    );
    of_anybody || roles.iter().any(|role| gives(*role, permission))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_roles_are_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::read(role.wire()), Some(role));
            assert_eq!(
                serde_json::to_string(&role).unwrap(),
                format!("\"{}\"", role.wire())
            );
        }
        assert_eq!(Role::read("owner"), None);
    }

    #[test]
    fn nobody_sees_residents_or_accounts_by_accident() {
        for role in [
            Role::Town,
            Role::County,
            Role::Auditor,
            Role::SystemAdmin,
            Role::Steward,
            Role::Volunteer,
        ] {
            assert!(
                !allows(&[role], Permission::ReadCases),
                "{role:?} must not read cases"
            );
            assert!(
                !allows(&[role], Permission::RegisterCases),
                "{role:?} must not register cases"
            );
        }
        assert!(!allows(&[Role::FrontDesk], Permission::ManageAccounts));
        assert!(!allows(&[], Permission::ReadCases));
        assert!(
            allows(&[Role::Volunteer, Role::FrontDesk], Permission::ReadCases),
            "one of several roles is enough"
        );
    }
}
