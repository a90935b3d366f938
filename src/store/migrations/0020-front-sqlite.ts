/** The campaign of a case. */
const of = (row: 'new' | 'old') => `(select campaign_id from campaign_members where screening_id = ${row}.id)`

/** Another stands in front already, or it does so itself. */
const fallIn = `
  update screenings set behind = not behind where id = new.id and behind <> exists (
    select 1 from campaigns join screenings as first on first.id = campaigns.front
    where campaigns.id = ${of('new')} and campaigns.status = 'open'
      and first.id <> new.id and first.status = 'pending');
  update campaigns set front = new.id
  where id = ${of('new')} and status = 'open' and front is not new.id
    and exists (select 1 from screenings where id = new.id and behind = 0)`

const stepForward = `
  update campaigns
  set front = coalesce(${waiting('other.screening_id > old.id')}, ${waiting('other.screening_id < old.id')})
  where id = ${of('old')} and status = 'open' and front = old.id;
  update screenings set behind = 0
  where id = (select front from campaigns where id = ${of('old')} and status = 'open') and behind = 1`

/** SQLite has one writer: nobody comes between. */
export const standing: readonly string[] = [
  `create trigger screenings_fall_in after insert on screenings when new.status = 'pending' begin ${fallIn}; end`,
  `create trigger screenings_fall_in_again after update of status on screenings
  when new.status = 'pending' and old.status <> 'pending' begin ${fallIn}; end`,
  `create trigger screenings_step_forward after update of status on screenings
  when old.status = 'pending' and new.status <> 'pending' and old.behind = 0 begin ${stepForward}; end`,
  `create trigger screenings_step_forward_gone after delete on screenings
  when old.status = 'pending' and old.behind = 0 begin ${stepForward}; end`,
  // Who was taken back by itself meanwhile.
  `create trigger campaigns_line_up after update of status on campaigns
  when new.status = 'open' and old.status <> 'open' begin
    update campaigns set front = ${waiting('true')} where id = new.id;
    update screenings set behind = 1
    where id in (select screening_id from campaign_members where campaign_id = new.id)
      and status = 'pending' and id <> (select front from campaigns where id = new.id);
  end`,
]

/** The oldest member that waits, of some. */
function waiting(which: string): string {
  return `(select other.screening_id from campaign_members as other
    join screenings on screenings.id = other.screening_id
    where other.campaign_id = campaigns.id and ${which} and screenings.status = 'pending'
    order by other.screening_id limit 1)`
}
