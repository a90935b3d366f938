import { count } from './0004-counting-postgres.js'

const kindOf = (row: string) =>
  `(${['status', 'verdict', 'origin', 'confidence'].map(column => `${row}.${column}`).join(', ')})`
const isRecounted = `${kindOf('before')} is distinct from ${kindOf('after')}`

/**
 * What is deleted or decided together is counted together, as it is when it is added: a dozen rows for each case made the counts
 * grow faster than they are added up. Hits that are deleted before their case are counted by `screening_hits_uncounted`; those
 * that go with it are counted one by one, as before. For a decision the index is asked whatever the table's size was when the
 * connection made its plan.
 */
export const countingTogether: readonly string[] = [
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
  'drop trigger screenings_recounted on screenings',
  'drop function screenings_recounted()',
  `create function screenings_recounted() returns trigger language plpgsql set enable_seqscan = off as $$ begin
    if exists (select 1 from before join after using (id) where ${isRecounted}) then
      ${count(allSubjects('before', 'after'), '-')};
      ${count(allSubjects('after', 'before'), '+')};
    end if;
    return null;
  end $$`,
  `create trigger screenings_recounted after update on screenings
    referencing old table as before new table as after
    for each statement execute function screenings_recounted()`,
]

/** Of the rows of one table, those that the other has otherwise. */
function allSubjects(rows: string, others: string): string {
  const of = ['tenant', 'created_at', 'status', 'verdict', 'origin']
    .map(column => `${rows}.${column}`)
    .join(', ')
  const changed = `${rows} join ${others} using (id)`
  const hits = `${changed} join screening_hits as hit on hit.screening_id = ${rows}.id`
  return `select ${of}, '' as rule, '' as category, ${rows}.confidence from ${changed} where ${isRecounted}
    union all select ${of}, hit.rule, hit.category, hit.confidence from ${hits} where ${isRecounted} and hit.rule <> ''
    union all select ${of}, '', hit.category, max(hit.confidence) from ${hits} where ${isRecounted} and hit.source = 'rule'
      group by ${rows}.id, ${of}, hit.category`
}

function hitsOfOld(): string {
  const of = 'old.tenant, old.created_at, old.status, old.verdict, old.origin'
  return `select ${of}, rule, category, confidence from screening_hits where screening_id = old.id and rule <> ''
    union all select ${of}, '' as rule, category, max(confidence) as confidence from screening_hits
      where screening_id = old.id and source = 'rule' group by category`
}
