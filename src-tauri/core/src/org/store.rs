//! SQL of the organisation.

use super::{CentreCard, NewCentre};
use crate::params;
use crate::problem::Failure;
use crate::store::{Row, Tx};

const CARD: &str = "SELECT centre_id, name, short, zone FROM centres";

fn card(row: &Row) -> Result<CentreCard, Failure> {
    Ok(CentreCard {
        id: row.text(0)?,
        name: row.text(1)?,
        short: row.text(2)?,
        zone: row.text(3)?,
    })
}

/// The centre of this id.
///
/// # Errors
/// What the store says.
pub fn centre(tx: &mut Tx, id: &str) -> Result<Option<CentreCard>, Failure> {
    let row = tx.row(&format!("{CARD} WHERE centre_id = ?1"), params![id])?;
    row.as_ref().map(card).transpose()
}

/// The centre that was created first, if there is any.
///
/// # Errors
/// What the store says.
pub fn first_centre(tx: &mut Tx) -> Result<Option<CentreCard>, Failure> {
    let row = tx.row(&format!("{CARD} ORDER BY created_at, centre_id LIMIT 1"), &[])?;
    row.as_ref().map(card).transpose()
}

/// Whether everything here is marked as sample data.
///
/// # Errors
/// What the store says.
pub fn is_sample(tx: &mut Tx) -> Result<bool, Failure> {
    let row = tx.row("SELECT COUNT(*), COALESCE(MIN(sample), 0) FROM centres", &[])?;
    row.map_or(Ok(false), |row| Ok(row.int(0)? > 0 && row.flag(1)?))
}

/// Creates a centre.
///
/// # Errors
/// What the store says.
pub fn create(tx: &mut Tx, new: &NewCentre) -> Result<(), Failure> {
    let sql = "INSERT INTO centres (centre_id, name, short, zone, sample, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.execute(
        sql,
        params![
            &new.id,
            &new.name,
            &new.short,
            &new.zone,
            new.sample,
            new.created_at
        ],
    )
    .map(|_| ())
}
