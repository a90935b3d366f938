/**
 * PostgreSQL: whoever changes who stands in front holds the campaign's row until they commit, so that of two who leave and
 * arrive at the same time the second sees the first.
 */
export const standing: readonly string[] = [
  `create function screenings_fall_in() returns trigger language plpgsql as $$
  declare campaign record;
  begin
    new.behind := 0;
    select campaigns.id, campaigns.front into campaign
      from campaign_members as mine join campaigns on campaigns.id = mine.campaign_id
      where mine.screening_id = new.id and campaigns.status = 'open' for update of campaigns;
    if found and campaign.front is distinct from new.id then
      if exists (select 1 from screenings where id = campaign.front and status = 'pending') then new.behind := 1;
      else update campaigns set front = new.id where id = campaign.id;
      end if;
    end if;
    return new;
  end $$`,
  `create trigger screenings_fall_in before insert on screenings for each row
    when (new.status = 'pending') execute function screenings_fall_in()`,
  `create trigger screenings_fall_in_again before update of status on screenings for each row
    when (new.status = 'pending' and old.status <> 'pending') execute function screenings_fall_in()`,
  // The one that is to follow may be decided meanwhile: then it is the next one's turn.
  `create function screenings_step_forward() returns trigger language plpgsql as $$
  declare
    campaign text;
    following text;
  begin
    select campaigns.id into campaign
      from campaign_members as mine join campaigns on campaigns.id = mine.campaign_id
      where mine.screening_id = old.id and campaigns.status = 'open' and campaigns.front = old.id for update of campaigns;
    if not found then return null; end if;
    loop
      following := coalesce(${waiting('other.screening_id > old.id')}, ${waiting('other.screening_id < old.id')});
      update screenings set behind = 0 where id = following and status = 'pending';
      exit when found or following is null;
    end loop;
    update campaigns set front = following where id = campaign;
    return null;
  end $$`,
  `create trigger screenings_step_forward after update of status on screenings for each row
    when (old.status = 'pending' and new.status <> 'pending' and old.behind = 0)
    execute function screenings_step_forward()`,
  `create trigger screenings_step_forward_gone after delete on screenings for each row
    when (old.status = 'pending' and old.behind = 0) execute function screenings_step_forward()`,
  // Who was taken back by itself meanwhile.
  `create function campaigns_line_up() returns trigger language plpgsql as $$
  declare campaign text := new.id;
  begin
    new.front := ${waiting('true')};
    update screenings set behind = 1
      where id in (select screening_id from campaign_members where campaign_id = new.id)
        and status = 'pending' and id <> new.front;
    return new;
  end $$`,
  `create trigger campaigns_line_up before update of status on campaigns for each row
    when (new.status = 'open' and old.status <> 'open') execute function campaigns_line_up()`,
]

/** The oldest member that waits, of some. */
function waiting(which: string): string {
  return `(select other.screening_id from campaign_members as other
    join screenings on screenings.id = other.screening_id
    where other.campaign_id = campaign and ${which} and screenings.status = 'pending'
    order by other.screening_id limit 1)`
}
