import { count } from './0004-counting-postgres.js'

/**
 * What a purge deletes is taken out of the counts statement by statement, as it was added: a row for each case and combination
 * made the counts grow faster than they are added up, and then every purge slower. Hits that are deleted before their case are
 * counted together by `screening_hits_uncounted`; those that go with it are counted one by one, as before.
 */
export const uncounting: readonly string[] = [
  `create or replace function screenings_uncounted() returns trigger language plpgsql as $$ begin
    if exists (select 1 from screening_hits where screening_id = old.id) then
      ${count(hitsOfOld(), '-')};
    end if;
    return old;
  end $$`,
  `create function screenings_uncounted_together() returns trigger language plpgsql as $$ begin
    ${count(`select tenant, created_at, status, verdict, origin, '' as rule, '' as category, confidence from gone`, '-')};
    return null;
  end $$`,
  `create trigger screenings_uncounted_together after delete on screenings referencing old table as gone
    for each statement execute function screenings_uncounted_together()`,
]

function hitsOfOld(): string {
  const of = 'old.tenant, old.created_at, old.status, old.verdict, old.origin'
  return `select ${of}, rule, category, confidence from screening_hits where screening_id = old.id and rule <> ''
    union all select ${of}, '' as rule, category, max(confidence) as confidence from screening_hits
      where screening_id = old.id and source = 'rule' group by category`
}
