-- When a letter was written: the time at which it is due moves when a delivery fails.
alter table outbox add column written timestamptz;
update outbox set written = due_at;
alter table outbox alter column written set not null;
-- An instance of the version before, still running beside this one, does not know the column.
alter table outbox alter column written set default now();
