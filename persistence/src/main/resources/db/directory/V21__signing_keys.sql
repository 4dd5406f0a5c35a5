-- A key is published before it signs, and believed until the last token that it signed has ended.
alter table signing_key add column signs_at timestamptz;
update signing_key set signs_at = created;
alter table signing_key alter column signs_at set not null;
alter table signing_key add column ends_at timestamptz;
